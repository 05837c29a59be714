// Who owns this company, over up to six steps
:param id => 'org/hongtuo-industrial';
MATCH path = (owner:Entity)-[:OWNS*1..6]->(:Entity {id: $id})
RETURN path
