/** What Slack answers to a message for an incoming webhook: `ok`, or its word for what is wrong. */
export function judgeAsSlack(body: string): { status: number; text: string } {
  let message: Record<string, unknown>;
  try {
    message = JSON.parse(body) as Record<string, unknown>;
  } catch {
    return refuse('invalid_payload');
  }
  const { text, blocks } = message;
  if (typeof text !== 'string' && !Array.isArray(blocks)) return refuse('no_text');
  if (typeof text === 'string' && text.length > 40_000) return refuse('msg_too_long');
  if (blocks === undefined) return { status: 200, text: 'ok' };
  if (!Array.isArray(blocks) || blocks.length > 50) return refuse('invalid_blocks');
  if (JSON.stringify(blocks).length > 13_200) return refuse('msg_blocks_too_long');
  return blocks.every((block) => isBlock(block)) ? { status: 200, text: 'ok' } : refuse('invalid_blocks');
}

type Json = Readonly<Record<string, unknown>>;

function isBlock(block: Json): boolean {
  if (block.type === 'divider') return true;
  if (block.type === 'header') return isText(block.text, 150, ['plain_text']);
  if (block.type === 'context') {
    const elements = block.elements as unknown[];
    return elements.length > 0 && elements.length <= 10 && elements.every((text) => isText(text, 3_000));
  }
  if (block.type === 'actions') return isRowOfButtons(block);
  if (block.type !== 'section') return false;
  const fields = block.fields as unknown[] | undefined;
  if (fields && (fields.length > 10 || !fields.every((text) => isText(text, 2_000)))) return false;
  return block.text === undefined ? fields !== undefined : isText(block.text, 3_000);
}

function isRowOfButtons({ block_id, elements }: Json): boolean {
  const buttons = elements as Json[];
  const ids = new Set(buttons.map((button) => button.action_id));
  return (
    String(block_id).length <= 255 &&
    buttons.length > 0 &&
    buttons.length <= 25 &&
    ids.size === buttons.length &&
    buttons.every(
      (button) =>
        button.type === 'button' &&
        isText(button.text, 75, ['plain_text']) &&
        String(button.action_id).length <= 255 &&
        String(button.value).length <= 2_000 &&
        (button.style === undefined || button.style === 'primary' || button.style === 'danger'),
    )
  );
}

function isText(value: unknown, max: number, types = ['plain_text', 'mrkdwn']): boolean {
  const { type, text } = value as Json;
  if (!types.includes(type as string) || typeof text !== 'string') return false;
  return text.length > 0 && text.length <= max;
}

function refuse(text: string) {
  return { status: 400, text };
}
