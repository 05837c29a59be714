// What state bodies approved, and for whom
MATCH (body:GovernmentBody)-[a:APPROVES]->(what:Entity)
RETURN body.name AS body, what.name AS what, a.status AS status, a.quote AS quote, a.document AS document
ORDER BY body, what
