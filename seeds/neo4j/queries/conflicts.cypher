// Where documents disagree on an entity: relationships and figures
:param id => 'org/hongtuo-industrial';
MATCH (e:Entity {id: $id})
CALL {
  WITH e
  MATCH (e)-[r]-(other:Entity)
  WHERE r.conflict
  RETURN type(r) AS what, other.name AS about,
         [k IN keys(r) WHERE k ENDS WITH '_min' OR k ENDS WITH '_max' | k + ' ' + r[k]] AS values, r.documents AS documents
  UNION
  WITH e
  MATCH (e)-[:HAS_OBSERVATION]->(o:Observation)
  WHERE o.conflict
  RETURN o.metric AS what, o.product AS about, [toString(o.value), o.unit, o.period] AS values, o.documents AS documents
}
RETURN what, about, values, documents
ORDER BY what, about
