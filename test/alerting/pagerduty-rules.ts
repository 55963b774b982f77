/** What PagerDuty's Events API v2 answers to an event, by its published rules. */
export function judgeAsPagerDuty(body: string): { status: number; body: string } {
  if (Buffer.byteLength(body) > 512 * 1_000) return { status: 413, body: 'Request Entity Too Large' };
  const { routing_key, event_action, dedup_key, payload, links = [] } = JSON.parse(body);
  const errors: string[] = [];
  if (typeof routing_key !== 'string' || routing_key === '') errors.push("'routing_key' is missing");
  if (!['trigger', 'acknowledge', 'resolve'].includes(event_action)) errors.push("'event_action' is invalid");
  if (typeof dedup_key !== 'string' || dedup_key.length > 255) errors.push("'dedup_key' is invalid");
  if (event_action === 'trigger') errors.push(...complaintsOf(payload ?? {}));
  for (const { href } of links) if (!/^https?:\/\//.test(href)) errors.push("'links' is invalid");
  if (errors.length === 0)
    return {
      status: 202,
      body: JSON.stringify({ status: 'success', message: 'Event processed', dedup_key }),
    };
  return {
    status: 400,
    body: JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors }),
  };
}

function complaintsOf({ summary, source, severity, timestamp }: Record<string, unknown>): string[] {
  const errors: string[] = [];
  if (typeof summary !== 'string' || summary === '' || summary.length > 1_024)
    errors.push("'payload.summary' is invalid");
  if (typeof source !== 'string' || source === '') errors.push("'payload.source' is missing");
  if (!['critical', 'error', 'warning', 'info'].includes(severity as string))
    errors.push("'payload.severity' is invalid");
  if (Number.isNaN(Date.parse(timestamp as string))) errors.push("'payload.timestamp' is invalid");
  return errors;
}
