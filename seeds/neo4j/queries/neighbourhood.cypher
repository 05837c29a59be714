// Everything that an entity has to do with, one step away
:param id => 'org/hongtuo-industrial';
MATCH path = (:Entity {id: $id})-[]-(other:Entity)
RETURN path
LIMIT 200
