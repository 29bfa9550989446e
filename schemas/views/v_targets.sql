-- Every target with its latest result, the words it was stated in, and where.
SELECT
    t.metric_id,
    t.indicator_id,
    i.name AS indicator_name,
    i.name_en AS indicator_name_en,
    i.topic,
    i.kind AS indicator_kind,
    m.indicator,
    m.subject,
    t.region_code,
    r.name AS region,
    r.name_en AS region_en,
    p.name AS province,
    p.name_en AS province_en,
    t.comparator,
    t.target,
    m.value_high AS target_high,
    t.unit,
    u.name_en AS unit_en,
    m.measure,
    m.hedge,
    t.deadline,
    c.year AS deadline_year,
    l.name AS plan,
    t.actual_metric_id,
    t.actual,
    t.actual_period_end,
    t.progress,
    t.required_per_year,
    t.on_track,
    t.outcome,
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
    a.quote AS actual_quote,
    a.evidence AS actual_evidence,
    b.title AS actual_title,
    b.published_on AS actual_published_on,
    b.url AS actual_url
FROM targets AS t
JOIN metrics AS m ON m.metric_id = t.metric_id
JOIN documents AS d ON d.document_id = m.document_id
JOIN indicators AS i ON i.indicator_id = t.indicator_id
LEFT JOIN regions AS r ON r.region_code = t.region_code
LEFT JOIN regions AS p ON p.region_code = substr(t.region_code, 1, 2) || '0000'
LEFT JOIN units AS u ON u.unit = t.unit
LEFT JOIN calendar AS c ON c.date = t.deadline
LEFT JOIN plans AS l ON l.plan_id = c.plan_id
LEFT JOIN metrics AS a ON a.metric_id = t.actual_metric_id
LEFT JOIN documents AS b ON b.document_id = a.document_id
