-- Every metric with the names of its document, indicator, place and subject: one wide table for a BI tool.
SELECT
    m.metric_id,
    m.repeats_metric_id,
    m.indicator,
    m.indicator_id,
    i.name AS indicator_name,
    i.name_en AS indicator_name_en,
    i.topic,
    i.kind AS indicator_kind,
    i.curated AS indicator_curated,
    m.subject,
    m.subject_entity_id,
    e.type AS subject_type,
    m.region_code,
    r.name AS region,
    r.name_en AS region_en,
    r.level AS region_level,
    p.name AS province,
    p.name_en AS province_en,
    m.value,
    m.value_high,
    m.unit,
    m.unit_code,
    u.name_en AS unit_en,
    m.comparator,
    m.measure,
    m.basis,
    m.status,
    m.hedge,
    m.period_start,
    m.period_end,
    c.year,
    l.name AS plan,
    m.period_basis,
    m.quote,
    m.evidence,
    m.confidence,
    d.document_id,
    d.title,
    d.publisher,
    d.published_on,
    d.url,
    d.raw_path,
    d.raw_start,
    d.raw_end,
    d.source_id
FROM metrics AS m
JOIN documents AS d ON d.document_id = m.document_id
JOIN indicators AS i ON i.indicator_id = m.indicator_id
LEFT JOIN regions AS r ON r.region_code = m.region_code
LEFT JOIN regions AS p ON p.region_code = substr(m.region_code, 1, 2) || '0000'
LEFT JOIN units AS u ON u.unit = m.unit
LEFT JOIN entities AS e ON e.entity_id = m.subject_entity_id
LEFT JOIN calendar AS c ON c.date = m.period_end
LEFT JOIN plans AS l ON l.plan_id = c.plan_id
