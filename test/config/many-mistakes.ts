/**
 * One rule file with many mistakes. Each stands behind a mark `⟨n⟩`, n being the words that what is told of it holds;
 * the marks are taken out before the file is read, and say where the mistake stands.
 */
export const MANY_MISTAKES = `version: 1
rules:
  - name: frequency-keys
    type: frequency
    timeframe: 10m
    num_events: 5
    ⟨did you mean "query_key"?⟩querykey: [brand]
    ⟨did you mean "realert"?⟩re_alrt: 30m
    ⟨did you mean "severity"?⟩sevrity: error
    ⟨did you mean "filter"?⟩filtre: ['brand="acme"']

  - name: frequency-values
    type: frequency
    timeframe: ⟨expected a duration⟩10 minutes
    num_events: ⟨expected a number (got "five")⟩five
    query_key: [brand, ⟨did you mean "outlet"?⟩oulet]
    severity: ⟨did you mean "critical"?⟩crtical
    count_by: ⟨did you mean "stories"?⟩storys
    realert: ⟨write 30m instead of⟩{ minutes: 30 }
    worsen_factor: ⟨to be >1⟩1

  - name: ⟨lower-case letters, digits and hyphens⟩Frequency Floors
    type: frequency
    timeframe: 10m
    num_events: ⟨to be >=1⟩0
    dedup_key: [⟨did you mean "group"?⟩groop]
    allowed_lateness: ⟨expected a duration⟩-5m

  - name: filters
    type: any
    filter:
      - ⟨no brand is called "acmee": did you mean "acme"?⟩brand="acmee"
      - ⟨did you mean "language"?⟩'langage="fr"'
      - 'sentiment⟨write "="⟩=="negative"'
      - 'sentiment="⟨did you mean "negative"?⟩negativ"'
      - 'voice="⟨did you mean "journalist"?⟩jurnalist"'
      - 'channel!="⟨did you mean "newswire"?⟩newswires"'
      - 'press_release.verdict>="⟨did you mean "suspect"?⟩suspct"'
      - 'text:⟨the value is missing⟩'
      - 'text:"recall⟨the closing double quote is missing⟩'
      - 'brand="acme"⟨nothing may follow the value⟩ and voice="public"'
      - 'language=~"⟨⟩[fr"'
      - ⟨did you mean "press_release.verdict"?⟩'press_release.verdct="suspect"'
      - 'reach⟨⟩=~"12"'

  - ⟨is missing: floor: an upward spike⟩name: spike-floors
    type: spike
    timeframe: 10m
    spike_height: ⟨to be >1⟩1
    threshold_ref: ⟨to be >=0⟩-1
    spike_type: ⟨did you mean "both"?⟩boht
    baseline: ⟨did you mean "seasonal"?⟩sesonal
    reference_windows: ⟨to be <=48⟩100

  - name: spike-keys
    type: spike
    timeframe: 10m
    spike_height: 3
    threshold_cur: 20
    threshold_ref: 5
    ⟨did you mean "reference_windows"?⟩reference_window: 6
    ⟨did you mean "adapt_after"?⟩adaptafter: 1d
    ⟨unknown key "num_events"⟩num_events: 3

  - name: misspelt-type
    type: ⟨did you mean "flatline"?⟩flatlin
    timeframe: ⟨expected a duration⟩1
    threshold: ⟨to be >=1⟩0
    ⟨did you mean "forget_keys"?⟩forgetkey: true

  - name: also-misspelt
    type: ⟨did you mean "cardinality"?⟩cardinalty
    timeframe: 1h
    cardinality_field: ⟨did you mean "author"?⟩autor
    max_cardinality: ⟨expected a number⟩many

  - name: ⟨another rule is called "spike-keys" already⟩spike-keys
    type: new_term
    timeframe: 1h
    field: ⟨did you mean "hashtag"?⟩hashtags
    ⟨did you mean "learn_for"?⟩learnfor: ⟨expected a duration⟩3 days
    ⟨did you mean "terms_window_size"?⟩term_window_size: 30d

  - name: limits
    type: cardinality
    timeframe: 1h
    cardinality_field: author
    min_cardinality: ⟨must not be above max_cardinality⟩9
    ⟨did you mean "max_cardinality"?⟩max_cardinalty: 3
    ⟨did you mean "realert"?⟩relert: 30m

  - name: learning
    type: new_term
    timeframe: 1h
    field: outlet
    learn_for: ⟨must not be longer than terms_window_size⟩40d
    severity: error
    ⟨the key "severity" stands here twice⟩severity: ⟨did you mean "warning"?⟩warnin

  - name: metric
    type: metric_aggregation
    timeframe: 1h
    metric_agg_key: ⟨did you mean "followers"?⟩folowers
    metric_agg_type: ⟨did you mean "avg"?⟩avgg
    min_doc_count: ⟨expected a number⟩"10"
    max_threshold: ⟨expected a number⟩high

  - name: share
    type: percentage_match
    match: ⟨expected a list⟩sentiment="negative"
    timeframe: 30m
    max_percentage: ⟨to be <100⟩140
    min_denominator: ⟨to be >=1⟩0

  - name: too-often
    type: frequency
    timeframe: 1h
    num_events: 3
    realert: ⟨is shorter than a tenth of timeframe⟩1m
    query_key: [brand, story]
    count_by: ⟨each story is counted apart⟩stories

  - name: changed
    type: change
    timeframe: ⟨must be longer than 0⟩0s
    compare_key: [voice, ⟨did you mean "outlet"?⟩outlt]

  - ⟨is missing: type must be one of⟩name: no-type
    timeframe: 1h

  - name: fake
    type: press_release
    timeframe: 24h
    verdict: ⟨did you mean "likely-fake"?⟩likelyfake
    filter: ⟨expected a list⟩brand="acme"

⟨did you mean "tests"?⟩test:
  - ⟨is missing⟩⟨is missing⟩⟨is missing⟩⟨is missing⟩name: nothing
`;
