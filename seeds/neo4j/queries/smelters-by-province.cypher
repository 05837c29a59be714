// Smelters with their operators and places
MATCH (operator)-[:OPERATES]->(site:AluminiumSmelter)
OPTIONAL MATCH path = (site)-[:LOCATED_IN*1..3]->(:Place)
RETURN operator, site, path
