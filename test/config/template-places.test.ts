import { z } from 'zod';
import { notifiers } from '#alerting/notifiers/index';
import { pluginUnion } from '#config/fields/plugin-union';
import { formatProblem } from '#config/problem';
import { readConfigText } from '#config/read-config-file';

const schema = z.strictObject({
  notifiers: z.array(pluginUnion('kind', notifiers, { name: z.string().describe('its name') })),
});

/** What is told of the body, written so, of a notifier. */
function toldOf(body: string): string[] {
  const text = `notifiers:
  - name: duty
    kind: http-template
    url: https://sms.example.com/
    contentType: text/plain
    to: ["+33199000001"]
    ${body}
`;
  const file = readConfigText({ file: 'vigie.yaml', text }, schema, {
    folder: '/nowhere',
    env: { WORD: 'long word' },
  });
  return file.problems.map(formatProblem);
}

describe('a mistake in a template', () => {
  const unknown = 'notifiers[0].body: unknown variable "heading": there are to, text, delivery, headline';
  it.each([
    ['body: "{{ text }}"', undefined],
    ['body: "{{ heading }}"', `vigie.yaml:7:15 ${unknown}`],
    ["body: '{{ heading }}'", `vigie.yaml:7:15 ${unknown}`],
    ['body: plain {{ heading }}', `vigie.yaml:7:20 ${unknown}`],
    ['body: |\n      {{ text }}\n\n      and {{ heading }}', `vigie.yaml:10:14 ${unknown}`],
    ['body: |-\n      first\n        {% if heading %}x{% endif %}', `vigie.yaml:9:15 ${unknown}`],
    ['body: >\n      folded\n      {{ heading }}', `vigie.yaml:7:11 ${unknown}`],
    [
      'body: |\n      {{ text | shout }}',
      'vigie.yaml:8:7 notifiers[0].body: Liquid: undefined filter: shout',
    ],
    [
      'body: |\n      a\n      {% if text %}',
      'vigie.yaml:9:7 notifiers[0].body: Liquid: tag {% if text %} not closed',
    ],
    [
      'body: |\n      a\n      {{ text',
      'vigie.yaml:9:7 notifiers[0].body: Liquid: output "{{ text\\n" not closed',
    ],
    ['body: |\n      {% elsif %}', 'vigie.yaml:8:7 notifiers[0].body: Liquid: tag "elsif" not found'],
  ])('in %j is told at its line and column', (body, told) => {
    const problems = toldOf(body);
    if (told === undefined) expect(problems).toEqual([]);
    else expect(problems).toEqual([expect.stringContaining(told)]);
  });
});
