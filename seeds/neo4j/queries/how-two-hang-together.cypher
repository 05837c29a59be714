// How two entities hang together, by the shortest path
:param from => 'org/cicc';
:param to => 'place/inner-mongolia';
MATCH (a:Entity {id: $from}), (b:Entity {id: $to})
MATCH path = shortestPath((a)-[*..6]-(b))
WHERE all(n IN nodes(path) WHERE n:Entity)
RETURN path
