import type { Page } from '../page';
import { renderEmailBody } from '../render/email-body';
import { renderSlackMessage } from '../render/slack-blocks';
import { describePages, type Shortfall, wantedInWords, whenInWords } from './describe-shortfall';
import type { Expectation } from './expectation';
import type { RuleTest } from './rule-test';
import type { RunRecord, SeenAlert, SeenPage } from './run-record';

/** Milliseconds from the start of the test, both ends included. */
export type Span = { readonly from: number; readonly to: number };

const MINUTE_MS = 60_000;

/** What was expected and did not come, and what came and was not expected; empty when the test passes. */
export function judgeRun({ expect }: Pick<RuleTest, 'expect'>, run: RunRecord): readonly Shortfall[] {
  const unexpected = run.pages.filter((seen) => !expect.some((wanted) => isExpected(wanted, seen)));
  return [
    ...expect.flatMap((wanted, index) =>
      judgeExpectation(wanted, run).map((short) => ({ ...short, expectation: index })),
    ),
    ...(unexpected.length === 0
      ? []
      : [{ expected: 'no page beyond those expected', got: describePages(unexpected, run) }]),
  ];
}

/** The minute at `at`, or the span. */
export function spanOf({ at = 0, within }: Expectation): Span {
  return within ? { from: within[0] ?? 0, to: within[1] ?? 0 } : { from: at, to: at + MINUTE_MS };
}

function judgeExpectation(wanted: Expectation, run: RunRecord): Shortfall[] {
  const meant = run.pages.filter((seen) => isMeant(wanted, seen));
  const alerts = run.alerts.filter((alert) => isOn(alert, wanted));
  const expected = wantedInWords(wanted);
  const got = `${alertsInWords(alerts, wanted, run)}; ${describePages(meant, run)}`;
  return [
    ...(isMet(wanted, meant.length, alerts.length) ? [] : [{ expected, got }]),
    ...meant.flatMap((seen) => missingWords(wanted, seen, run)),
  ];
}

function isMet({ pages, fires, silent, page }: Expectation, meant: number, alerts: number): boolean {
  if (silent) return meant === 0 && alerts === 0;
  if (fires && alerts === 0) return false;
  if (pages !== undefined) return meant === pages;
  return page === undefined || meant > 0;
}

function isExpected(wanted: Expectation, seen: SeenPage): boolean {
  return !wanted.silent && wanted.pages !== 0 && isMeant(wanted, seen);
}

/** Whether the expectation is about this page, whatever the page says. */
function isMeant(wanted: Expectation, { at, page, receiver }: SeenPage): boolean {
  const { from, to } = spanOf(wanted);
  const { kind, reason, severity, receiver: addressee } = wanted.page ?? {};
  return (
    at >= from &&
    at <= to &&
    (wanted.rule === undefined || page.findings.some(({ rule }) => rule === wanted.rule)) &&
    (kind === undefined || page.kind === kind) &&
    (reason === undefined || page.reason === reason) &&
    (severity === undefined || page.severity === severity) &&
    (addressee === undefined || receiver === addressee)
  );
}

function isOn(alert: SeenAlert, wanted: Expectation): boolean {
  const { from, to } = spanOf(wanted);
  const isRule = wanted.rule === undefined || alert.rule === wanted.rule;
  return isRule && alert.from <= to && (alert.to ?? Number.POSITIVE_INFINITY) >= from;
}

/** Of a page that was meant: the words that it should have and does not. */
function missingWords({ page: wanted }: Expectation, seen: SeenPage, run: RunRecord): Shortfall[] {
  const places = [
    ['headline', wanted?.headline, () => seen.page.headline],
    ['Slack message', wanted?.slack, () => slackText(seen.page)],
    ['e-mail', wanted?.email, () => emailText(seen.page)],
  ] as const;
  return places.flatMap(([place, words, render]) => {
    if (words === undefined) return [];
    const text = render();
    return words
      .filter((word) => !text.includes(word))
      .map((word) => ({
        expected: `the ${place} of the page at ${whenInWords(seen.at, run)} contains "${word}"`,
        got: text,
      }));
  });
}

/** All that is shown of it, line by line; entities are read as the signs that they stand for. */
function slackText(page: Page): string {
  const message = renderSlackMessage(page);
  const texts: string[] = [message.text];
  const collect = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(collect);
    else if (typeof node === 'object' && node !== null)
      for (const [key, value] of Object.entries(node))
        if (key === 'text' && typeof value === 'string') texts.push(value);
        else collect(value);
  };
  collect(message.blocks);
  return texts.join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function emailText(page: Page): string {
  const { subject, text } = renderEmailBody(page);
  return `${subject}\n${text}`;
}

function alertsInWords(alerts: readonly SeenAlert[], { rule }: Expectation, run: RunRecord): string {
  if (alerts.length === 0)
    return `${rule ?? 'no rule'} ${rule === undefined ? 'fires' : 'does not fire'} then`;
  return alerts.map(({ rule: name, from }) => `${name} fires since ${whenInWords(from, run)}`).join(', ');
}
