// State bodies and what they own, over up to four steps
MATCH path = (:GovernmentBody)-[:OWNS*1..4]->(:Entity)
RETURN path
LIMIT 300
