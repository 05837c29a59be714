// What changed in the record since a revision
:param since => 0;
MATCH (c:Change)
WHERE c.revision > $since
OPTIONAL MATCH (d:Document {id: c.id})
OPTIONAL MATCH (j:Judgement {id: c.id})
RETURN c.revision AS revision, c.kind AS kind, c.id AS id, coalesce(d.title, j.verdict) AS what
ORDER BY revision DESC
LIMIT 200
