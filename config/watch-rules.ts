import { basename } from 'node:path';
import type { Logger } from 'pino';
import type { Rule } from '#alerting/rule';
import { type Dependency, ruleFilesOf } from '#alerting/self-watch/dependency';
import { createRulesStatusKeeper } from '#alerting/self-watch/rules-status';
import type { Clock } from '#ingest/clock';
import type { State } from '#ingest/state/state';
import type { Config } from './config';
import type { Environment } from './fill-variables';
import { followFolder } from './follow-folder';
import type { Plugins } from './plugins';
import { formatProblem, sortProblems } from './problem';
import { changedPaths, type FolderRead } from './read-folder';
import { readRuleFiles } from './read-rule-files';
import { rulesFileSchema } from './rules-file';
import { rulesByFile, takeRuleFiles } from './rules-in-force';

/** What reading rules again needs from whoever started the process. */
export type RulesReload = {
  readonly env: Environment;
  readonly plugins: Pick<Plugins, 'detectors'>;
  /** Takes what is to be done when somebody asks for a reload. */
  readonly onAsked: (look: () => void) => void;
};

export type WatchRules = RulesReload & {
  /** As it is in force. */
  readonly config: Pick<Config, 'folder' | 'brands' | 'rules'>;
  /** Puts rules in force; rejects when they stay as they were. */
  readonly apply: (rules: readonly Rule[]) => Promise<void>;
  /** Where others look up what is in force; kept up to date. */
  readonly inForce?: { rules: readonly Rule[] };
  /** Where consoles read what is in force and what is wrong; absent: somebody else tells them. */
  readonly state?: Pick<State, 'acquire'>;
  readonly clock: Clock;
  readonly log: Logger;
};

export type WatchedRules = {
  /** Asks whether every rule file is in force, for the watch over Vigie itself. */
  readonly dependency: Dependency;
  readonly stop: () => void;
};

/**
 * Reads the rule files again whenever they change and puts them in force. A file with mistakes keeps its former rules;
 * the log, the status in the state and the dependency say what is wrong with it.
 */
export function watchRules(watch: WatchRules): WatchedRules {
  const { config, env, log, clock } = watch;
  const folderName = basename(config.folder);
  const reading = {
    folder: config.folder,
    folderName,
    env,
    schema: rulesFileSchema(watch.plugins),
    detectors: watch.plugins.detectors,
    brands: config.brands.map(({ id }) => id),
  };
  const { state } = watch;
  const keeper = state && createRulesStatusKeeper({ ...watch, state });
  const noticeOthers = createNotice(log);
  let inForce = rulesByFile(config.rules);
  let mistakes: readonly string[] = [];
  let kept = '';

  const putInForce = async (read: FolderRead): Promise<readonly string[]> => {
    const known = [...inForce].flatMap(([path, { rules }]) => (rules.length > 0 ? [path] : []));
    const next = takeRuleFiles(inForce, readRuleFiles(read, known, reading));
    try {
      const rules = [...next.values()].flatMap((file) => file.rules);
      await watch.apply(rules);
      inForce = next;
      if (watch.inForce) watch.inForce.rules = rules;
    } catch (error) {
      log.error({ err: error }, 'rules could not be put in force: all stay as they were');
      const why = error instanceof Error ? error.message : String(error);
      return [`${folderName}/rules:1:1 could not be put in force: ${why}`];
    }
    return sortProblems([...next.values()].flatMap((file) => file.mistakes)).map(formatProblem);
  };

  const take = async (read: FolderRead): Promise<void> => {
    noticeOthers(read);
    const before = mistakes;
    mistakes = await putInForce(read);
    logMistakes(before, mistakes, log);
    const rules = [...inForce.values()].flatMap((file) => file.rules);
    const text = JSON.stringify([rules, mistakes]);
    if (text === kept) return;
    kept = text;
    const changedAt = new Date(clock.now()).toISOString();
    keeper?.keep({ inForce: rules.length, changedAt, mistakes: [...mistakes] });
  };

  const followed = followFolder({ folder: config.folder, clock, log, take });
  watch.onAsked(() => {
    log.info('somebody asks to read the rules again');
    followed.lookNow();
  });
  return {
    dependency: ruleFilesOf(`${folderName}/rules`, () => mistakes),
    stop: () => {
      followed.stop();
      keeper?.stop();
    },
  };
}

function logMistakes(before: readonly string[], mistakes: readonly string[], log: Logger): void {
  if (before.join('\n') === mistakes.join('\n')) return;
  if (mistakes.length > 0)
    log.error({ mistakes }, 'rule files have mistakes: their former rules stay in force');
  else log.info('every rule file is in force again');
}

/** Says in the log, once for each change, which files wait for a restart. */
function createNotice(log: Logger): (read: FolderRead) => void {
  let started: FolderRead | undefined;
  let told = '';
  return (read) => {
    started ??= read;
    const files = changedPaths(started, read).filter((path) => !/^rules(\/|$)/.test(path));
    if (files.join() !== told && files.length > 0)
      log.warn(
        { files },
        'these files have changed: restart Vigie to put them in force; only rules are read while it runs',
      );
    told = files.join();
  };
}
