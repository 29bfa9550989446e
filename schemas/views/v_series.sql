-- One series an indicator and place: of several statements about the same period the latest stands.
-- Numbers that are said of an organisation, or of a project, are not those of its place and are left out, and so are
-- classes of indicators, whose rows measure different things.
SELECT
    indicator_id,
    indicator_name,
    region_code,
    region,
    measure,
    basis,
    unit,
    status,
    period_start,
    period_end,
    year,
    value,
    value_high,
    comparator,
    statements,
    metric_id,
    document_id,
    published_on
FROM (
    SELECT
        m.indicator_id,
        i.name AS indicator_name,
        m.region_code,
        r.name AS region,
        m.measure,
        m.basis,
        m.unit,
        m.status,
        m.period_start,
        m.period_end,
        c.year,
        m.value,
        m.value_high,
        m.comparator,
        m.metric_id,
        m.document_id,
        d.published_on,
        count(*) OVER (
            PARTITION BY m.indicator_id, m.region_code, m.measure, m.basis, m.unit, m.status,
                m.period_start, m.period_end
        ) AS statements,
        row_number() OVER (
            PARTITION BY m.indicator_id, m.region_code, m.measure, m.basis, m.unit, m.status,
                m.period_start, m.period_end
            ORDER BY coalesce(d.published_on, c.date) DESC, m.confidence DESC, m.metric_id
        ) AS place
    FROM metrics AS m
    JOIN documents AS d ON d.document_id = m.document_id
    JOIN indicators AS i ON i.indicator_id = m.indicator_id
    LEFT JOIN regions AS r ON r.region_code = m.region_code
    LEFT JOIN entities AS e ON e.entity_id = m.subject_entity_id
    LEFT JOIN calendar AS c ON c.date = m.period_end
    WHERE m.region_code IS NOT NULL
        AND i.kind <> 'class'
        AND m.period_end IS NOT NULL
        AND m.status IN ('actual', 'target')
        AND coalesce(e.type, 'PLACE') = 'PLACE'
        AND coalesce(m.subject, r.name) IN (r.name, r.name_short)
) AS statements
WHERE place = 1
