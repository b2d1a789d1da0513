// The folders in which the setup script of a project has run.
import type { Project, ProjectSetup } from '#contract/types/projects.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatAgo, formatDuration, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge, type Tone } from '../../design/badge.tsx';
import { ExpandableRow } from '../../design/expandable-row.tsx';
import { CardList, Section } from '../../design/page.tsx';
import { useNow } from '../../design/use-now.ts';
import { useRequest } from '../../state/use-client.ts';
import { TerminalOutput } from '../sessions/tools/terminal-output.tsx';

const MINUTE_MS = 60_000;

/** Nothing for a project without a script. */
export function SetupsSection({ project: { id, defaults } }: { readonly project: Project }) {
  const read = useRequest('projects.setups.list', { id }, ['projects.setup', 'projects.changed']);
  const setups = read.data?.setups ?? [];
  if (defaults.setup === undefined && setups.length === 0) return null;
  return (
    <Section title={t('projects.setups')} summary={t('projects.setupsText')}>
      <CardList
        empty={t('projects.noSetups')}
        rows={setups.map((setup) => (
          <SetupRow key={setup.folder} setup={setup} />
        ))}
      />
    </Section>
  );
}

/** The color of a state. */
const SETUP_TONES: Readonly<Record<ProjectSetup['status'], Tone>> = {
  running: 'accent',
  done: 'ok',
  failed: 'bad',
  interrupted: 'warn',
};

function SetupRow({ setup }: { readonly setup: ProjectSetup }) {
  const { folder, status, startedAt, endedAt, exitCode, problem, output } = setup;
  const now = useNow(MINUTE_MS);
  const facts = joinFacts(
    t('projects.setupStarted', { time: formatAgo(startedAt, now) }),
    endedAt === undefined ? undefined : formatDuration(endedAt - startedAt),
    exitCode === undefined || exitCode === null ? undefined : t('projects.exitCode', { code: exitCode }),
  );
  return (
    <ExpandableRow
      title={escapeHiddenInLine(folder)}
      facts={facts}
      note={problem}
      details={() => (output === '' ? t('projects.noOutput') : <TerminalOutput text={output} live={false} />)}
    >
      <Badge tone={SETUP_TONES[status]}>{t(`projects.setup.${status}`)}</Badge>
    </ExpandableRow>
  );
}
