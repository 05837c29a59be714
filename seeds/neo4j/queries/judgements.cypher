// Merged entities, and the judgements of people on who is who
MATCH (j:Judgement)
OPTIONAL MATCH (:Document)-[:MENTIONS {entity: j.left}]->(now:Entity)
WITH DISTINCT j, now
RETURN j.position AS position, j.verdict AS verdict, j.left AS left, j.right AS right, j.by AS by, j.at AS at,
       j.undoes AS undoes, j.document AS document, j.name AS name, now.id AS now, now.names AS names
ORDER BY position
