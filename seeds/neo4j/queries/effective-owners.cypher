// Who owns a company effectively, in percent (first: potline materialise)
:param id => 'org/hongtuo-industrial';
MATCH (owner:Entity)-[x:EFFECTIVELY_OWNS]->(:Entity {id: $id})
RETURN owner.name AS owner, x.low AS low, x.high AS high, x.rule AS rule, x.as_of AS as_of
ORDER BY low DESC, owner
