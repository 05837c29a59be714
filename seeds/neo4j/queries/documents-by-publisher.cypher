// Documents by publisher, with the dates that they span
MATCH (d:Document)
RETURN coalesce(d.publisher, 'not said') AS publisher, count(*) AS documents, min(toString(d.published)) AS first,
       max(toString(d.published)) AS last
ORDER BY documents DESC, publisher
