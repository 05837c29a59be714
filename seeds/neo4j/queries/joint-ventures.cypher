// Joint ventures of a company, and its partners in them
:param id => 'org/weiqiao-pioneering-group';
MATCH (company:Entity {id: $id})-[mine:OWNS]->(venture:Entity)<-[theirs:OWNS]-(partner:Entity)
USING INDEX company:Entity(id)
RETURN company, mine, venture, theirs, partner
