// What this company owns and operates, over up to five steps
:param id => 'org/weiqiao-pioneering-group';
MATCH path = (:Entity {id: $id})-[:OWNS|OPERATES|DEVELOPS*1..5]->(:Entity)
RETURN path
