// Renders the result of the kill test as a page.
import type { KillReport } from './kill-run.ts';

const SHOWN_FINDINGS = 20;
const MAX_FINDING_CHARS = 600;

/** The text of the page. */
export function reportAsMarkdown(report: KillReport): string {
  const { counts, startDelayMs, readyMs, lost, twice, stuck } = report;
  const rows: readonly (readonly [string, string | number])[] = [
    ['kills (SIGKILL)', report.points],
    ['kills at the selected moment', report.hits],
    ['acknowledged messages', counts.messages],
    ['events received by clients', counts.events],
    ['acknowledged approval answers', counts.answers],
    ['approvals pending at a kill and answered afterward', counts.resumed],
    ['acknowledged file writes', counts.files],
    ['finished uploads', counts.uploads],
    [
      'worktrees created / restored / deleted',
      `${counts.worktrees.created} / ${counts.worktrees.restored} / ${counts.worktrees.purged}`,
    ],
    ['merges', counts.worktrees.merged],
    ['decisions on changes', counts.worktrees.decided],
    ['commands executed', counts.effects],
    ['of these, in containers', report.withoutContainers === undefined ? counts.inContainers : 'none: no engine'],
    ['containers that existed at a kill, gone after the next start', counts.orphaned],
    ['sessions', counts.sessions],
    ['from the kill to the next start, median / p95 / maximum', timesOf(startDelayMs)],
    ['from the kill to the first `health` of the next host, median / p95 / maximum', timesOf(readyMs)],
    ['**lost**', `**${lost.length}**`],
    ['**ran twice**', `**${twice.length}**`],
    ['**stuck**', `**${stuck.length}**`],
  ];
  const triggers = Object.entries(report.byTrigger).map(([trigger, count]) => `| ${trigger} | ${count} |`);
  return [
    '# Kill test',
    '',
    'The host is killed repeatedly with SIGKILL while clients use it over a WebSocket: messages, streams, commands (including in terminals and in containers), approvals, titles, settings, files, uploads, worktrees, commits, merges, and decisions on changes. Half of the kills also end the programs that the host has started. All runs use the same home folder. The next host is started immediately after each kill, when the killed process may still exist; it must start. Then everything acknowledged so far is compared with the stored data. Run `npm run test:kill` to repeat the test.',
    '',
    `Seed: ${report.seed}`,
    '',
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    '',
    'Kills by the event they followed:',
    '',
    '| Event | Kills |',
    '|---|---|',
    ...triggers,
    '',
    ...findings('Lost', lost),
    ...findings('Twice', twice),
    ...findings('Stuck', stuck),
  ].join('\n');
}

function findings(title: string, all: readonly string[]): readonly string[] {
  if (all.length === 0) return [];
  return [
    `## ${title}`,
    '',
    ...all.slice(0, SHOWN_FINDINGS).map((finding) => `- ${finding.slice(0, MAX_FINDING_CHARS)}`),
    '',
  ];
}

function timesOf(values: readonly number[]): string {
  return `${percentile(values, 0.5)} / ${percentile(values, 0.95)} / ${percentile(values, 1)} ms`;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
