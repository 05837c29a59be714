// Plants that somebody develops, with what they are to make
MATCH (developer:Entity)-[d:DEVELOPS]->(plant:Site)
OPTIONAL MATCH (plant)-[:LOCATED_IN]->(place:Place)
OPTIONAL MATCH (plant)-[:HAS_OBSERVATION]->(o:Observation)
WHERE o.status IN ['planned', 'under_construction', 'trial', 'licensed', 'designed']
RETURN developer.name AS developer, plant.name AS plant, place.name AS place, d.status AS status, o.metric AS metric,
       o.value AS value, o.unit AS unit, o.period AS period
ORDER BY developer, plant, metric
