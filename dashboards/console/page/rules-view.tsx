import type { RuleRow } from '../api';
import { count } from './time';
import { useAsked } from './use-asked';

const TITLES = ['Rule', 'Now', 'Pages a week', 'Useful', 'Threshold'];

/** Every rule, whether it fires, and whether its pages of the last four weeks were worth sending. */
export function RulesView() {
  const { answer: rules, error } = useAsked<readonly RuleRow[]>('rules');
  if (!rules) return <p class="notice">{error ?? 'Loading …'}</p>;
  return (
    <section aria-labelledby="rules-title">
      <h1 id="rules-title">Rules</h1>
      <p class="muted">
        {rules.length === 0 ? 'No rule is configured.' : 'What each paged in the last four weeks.'}
      </p>
      {rules.length > 0 && (
        <table class="sources rules">
          <thead>
            <tr>
              {TITLES.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <Row key={rule.name} rule={rule} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ rule }: { rule: RuleRow }) {
  return (
    <tr>
      <th scope="row">
        <a href={`#/rules/${encodeURIComponent(rule.name)}`}>{rule.name}</a>
        <span class="muted">{rule.summary ?? rule.type}</span>
      </th>
      <td data-label="State">
        <FiringWord firing={rule.firing} />
      </td>
      <td data-label="Pages a week">{count(rule.pagesAWeek)}</td>
      <td data-label="Useful">{usefulWords(rule)}</td>
      <td data-label="Threshold">{rule.advice}</td>
    </tr>
  );
}

/** Whether it fires now, and for how many of what it counts apart. */
export function FiringWord({ firing }: { firing: number }) {
  if (firing === 0) return <span class="muted">○ quiet</span>;
  return <b class="firing">● firing{firing > 1 && ` ${firing} times`}</b>;
}

export function usefulWords({ rated, useful }: Pick<RuleRow, 'rated' | 'useful'>): string {
  return rated === 0 ? 'not rated' : `${useful} of ${rated} rated`;
}
