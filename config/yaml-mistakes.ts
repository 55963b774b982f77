import type { YAMLError } from 'yaml';

/** What is wrong with a YAML text at an offset, in words for its author. */
export type YamlMistake = { readonly offset: number; readonly message: string };

/**
 * The syntax errors of a text without their consequences: of one line the first, and once the parser has lost its
 * way, nothing of what it then stumbles over.
 */
export function yamlMistakes(
  text: string,
  errors: readonly YAMLError[],
  lineOf: (offset: number) => number,
): readonly YamlMistake[] {
  const told: YAMLError[] = [];
  for (const error of errors) {
    if (error.code === 'UNEXPECTED_TOKEN' && told.length > 0) continue;
    const last = told.at(-1);
    if (last && error.code !== 'DUPLICATE_KEY' && lineOf(last.pos[0]) === lineOf(error.pos[0])) continue;
    told.push(error);
  }
  return told.map((error) => ({ offset: error.pos[0], message: inWords(text, error) }));
}

function inWords(text: string, { code, message, pos: [offset] }: YAMLError): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return `the key ${JSON.stringify(/^[^:\s]*/.exec(text.slice(offset))?.[0] ?? '')} stands here twice`;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return `YAML: ${message}: check the indentation of this line and of the one above`;
    case 'MULTILINE_IMPLICIT_KEY':
      return 'YAML: this is no "key: value": a colon and a space are missing, or the indentation is off';
    case 'TAB_AS_INDENT':
      return `YAML: ${message}: use spaces`;
    case 'UNEXPECTED_TOKEN':
      if (text.slice(offset - 1, offset + 1) === '${')
        return `YAML: within { } and [ ] a variable needs quotes: "${/^\$\{[^}\n]*\}?/.exec(text.slice(offset - 1))?.[0]}"`;
      return `YAML: ${message}`;
    default:
      return `YAML: ${message}`;
  }
}
