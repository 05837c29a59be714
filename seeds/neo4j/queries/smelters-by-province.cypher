// Smelters with their operators and places
MATCH (site:AluminiumSmelter)
OPTIONAL MATCH operated = (:Entity)-[:OPERATES]->(site)
OPTIONAL MATCH path = (site)-[:LOCATED_IN*1..3]->(:Place)
RETURN site, operated, path
