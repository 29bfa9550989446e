-- Every target with its latest result, the words it was stated in, and where.
SELECT
    t.metric_id,
    i.name AS indicator_name,
    i.name_en AS indicator_name_en,
    i.topic,
    i.kind AS indicator_kind,
    m.indicator,
    m.subject,
    t.region_code,
    r.name AS region,
    p.name AS province,
    t.comparator,
    t.target,
    m.value_high AS target_high,
    t.unit,
    m.measure,
    m.hedge,
    t.deadline,
    c.year AS deadline_year,
    l.name AS plan,
    t.actual,
    t.actual_period_end,
    t.progress,
    t.required_per_year,
    t.on_track,
    m.quote,
    m.evidence,
    m.confidence,
    d.document_id,
    d.title,
    d.publisher,
    d.published_on,
    d.url,
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
LEFT JOIN calendar AS c ON c.date = t.deadline
LEFT JOIN plans AS l ON l.plan_id = c.plan_id
LEFT JOIN metrics AS a ON a.metric_id = t.actual_metric_id
LEFT JOIN documents AS b ON b.document_id = a.document_id
