import { effect } from '@preact/signals';
import { render } from 'preact';
import { needsLogIn } from './ask-server';
import { BrandView } from './brand-view';
import { Banners, Header, WhoDialog } from './header';
import { IncidentView } from './incident-view';
import { followChoices, followEvents, refreshOverview } from './live';
import { LogInView } from './log-in-view';
import { brand, incidents, overview, problem } from './model';
import { route } from './route';
import { RuleView } from './rule-view';
import { RulesView } from './rules-view';
import { SourcesView } from './sources-view';
import { VerifyView } from './verify-view';

function Page() {
  if (needsLogIn.value) return <LogInView />;
  if (!overview.value) return <p class="notice">{problem.value ?? 'Loading …'}</p>;
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        Skip to the content
      </button>
      <Header />
      <Banners />
      <main id="content" tabIndex={-1}>
        <View />
      </main>
      <WhoDialog />
    </>
  );
}

function View() {
  const { value } = route;
  switch (value.view) {
    case 'verify':
      return <VerifyView />;
    case 'sources':
      return <SourcesView />;
    case 'rules':
      return <RulesView />;
    case 'rule':
      return <RuleView name={value.name} />;
    case 'incident':
      return <IncidentView id={value.id} asked={value.page} />;
    case 'brand':
      return <BrandView />;
  }
}

function skip(): void {
  document.getElementById('content')?.focus();
}

const holder = document.getElementById('page');
if (holder) {
  holder.replaceChildren();
  render(<Page />, holder);
}
effect(() => {
  const open = incidents.value.filter(({ state }) => state === 'open').length;
  document.title = `${open > 0 ? `(${open}) ` : ''}${brand.value?.name ?? 'Vigie'} – Vigie`;
});
refreshOverview();
followEvents();
followChoices();
