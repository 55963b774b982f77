const RUN_KEYS = ['type', 'text', 'weight', 'size', 'color', 'isSubtle'];

/** What a Teams workflow answers to a message, by the published limits and the schema of Adaptive Cards 1.4. */
export function judgeAsTeams(body: string): { status: number; body: string } {
  if (Buffer.byteLength(body) > 28 * 1_024) return refuse(413, 'too large');
  const { type, attachments } = JSON.parse(body);
  if (type !== 'message' || attachments?.length !== 1) return refuse(400, 'no message with one card');
  const [{ contentType, content }] = attachments;
  if (contentType !== 'application/vnd.microsoft.card.adaptive') return refuse(400, 'no Adaptive Card');
  if (content.type !== 'AdaptiveCard' || !/^1\.[0-5]$/.test(content.version)) return refuse(400, 'no card');
  if (content.actions.length > 6 || !content.actions.every(isLink)) return refuse(400, 'actions');
  if (!content.body.every(isLine)) return refuse(400, 'body');
  return { status: 202, body: '' };
}

function isLink({ type, title, url }: Record<string, string>): boolean {
  return type === 'Action.OpenUrl' && Boolean(title) && /^https?:\/\/[^\s<>"]+$/.test(url ?? '');
}

/** Rich text alone: a `TextBlock` would read Markdown. */
function isLine({ type, inlines }: { type: string; inlines: Record<string, unknown>[] }): boolean {
  if (type !== 'RichTextBlock' || inlines.length === 0) return false;
  return inlines.every(
    (run) =>
      run.type === 'TextRun' &&
      typeof run.text === 'string' &&
      run.text !== '' &&
      Object.keys(run).every((key) => RUN_KEYS.includes(key)),
  );
}

function refuse(status: number, body: string) {
  return { status, body };
}
