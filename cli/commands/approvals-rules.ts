// `gatehouse approvals rules`: the rules that allow or deny commands automatically.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { MethodParams } from '#contract/methods/registry.ts';
import type { RevokedRule, RulesFile } from '#contract/types/approval-rules.ts';
import type { ApprovalRule, ListedRule, RulePreset } from '#contract/types/approvals.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { findOne } from '../connection/find.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatRehearsal } from '../output/format-rehearsal.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import {
  argument,
  hasFlag,
  optionAs,
  textOption,
  type CommandContext,
  type OptionDeclarations,
  type Subcommand,
} from '../parser/command.ts';

const RULE = [{ name: 'rule', completes: 'rule' }] as const;

/** What a new rule says besides its words. */
const RULE_OPTIONS: OptionDeclarations = {
  agent: { value: 'agent', help: 'Agent of the rule (default: the default agent)', completes: 'agent' },
  deny: { help: 'Deny the command instead; a trailing * matches any further arguments' },
  folder: { value: 'dir', help: "Folder in which it applies (default: the agent's workspace)" },
  project: { value: 'project', help: 'Apply it in all sessions of this project', completes: 'project' },
  everywhere: { help: 'Apply it in every folder of the agent' },
};

/** Subcommands of `approvals`. */
export const RULE_SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: 'rules list',
    summary: 'List rules',
    options: {
      agent: { value: 'agent', help: 'Only rules of this agent', completes: 'agent' },
      filter: { value: 'text', help: 'Only rules whose command, project, folder, or author contains this text' },
      project: { value: 'project', help: 'Only rules of this project', completes: 'project' },
      revoked: { help: 'List revoked rules that can be restored instead' },
    },
    run: withClient(listRules),
  },
  {
    name: 'rules add',
    summary: 'Always allow or deny a command; a trailing * matches any additional plain arguments',
    args: [{ name: 'word', isVariadic: true }],
    options: RULE_OPTIONS,
    run: withClient(addRule),
  },
  {
    name: 'rules rehearse',
    summary: 'Show which commands of the last 30 days a rule would have allowed or denied, without adding it',
    args: [{ name: 'word', isVariadic: true }],
    options: RULE_OPTIONS,
    run: withClient(rehearseRule),
  },
  {
    name: 'rules edit',
    summary: 'Change the command, effect, or folder of a rule',
    args: [...RULE, { name: 'word', isOptional: true, isVariadic: true }],
    options: {
      allow: { help: 'Allow the command' },
      deny: { help: 'Deny the command' },
      folder: { value: 'dir', help: 'Folder in which it applies' },
      project: { value: 'project', help: 'Apply it in all sessions of this project', completes: 'project' },
      everywhere: { help: 'Apply it in every folder of the agent' },
    },
    run: withClient(editRule),
  },
  {
    name: 'rules remove',
    summary: 'Revoke a rule; it can be restored for 30 days',
    args: RULE,
    run: withClient(removeRule),
  },
  {
    name: 'rules restore',
    summary: 'Restore a revoked rule',
    args: [{ name: 'rule' }],
    run: withClient(restoreRule),
  },
  {
    name: 'rules export',
    summary: 'Write all permanent rules to a file, or to standard output',
    args: [{ name: 'file', isOptional: true }],
    options: {
      agent: { value: 'agent', help: 'Only rules of this agent', completes: 'agent' },
      force: { short: 'f', help: 'Overwrite the file if it exists' },
    },
    run: withClient(exportRules),
  },
  {
    name: 'rules import',
    summary: 'Add the rules of a file; if one is invalid, nothing is imported',
    args: [{ name: 'file' }],
    options: { 'dry-run': { help: 'Only check the file' } },
    run: withClient(importRules),
  },
];

const COLUMNS: readonly Column<ListedRule>[] = [
  { title: 'RULE', cell: ({ id }) => id },
  { title: 'AGENT', cell: ({ agentId }) => agentId },
  {
    title: 'EFFECT',
    cell: ({ effect = 'allow' }) => effect,
    color: (effect) => (effect === 'allow' ? 'green' : 'red'),
  },
  { title: 'COMMAND', cell: ({ words }) => words.join(' ') },
  { title: 'APPLIES IN', cell: describePlace },
  { title: 'CREATED BY', cell: ({ createdBy }) => createdBy },
  { title: 'USES', alignsRight: true, cell: ({ uses }) => String(uses) },
  { title: 'LAST USED', cell: ({ lastUsedAtMs }) => (lastUsedAtMs === undefined ? 'never' : formatTime(lastUsedAtMs)) },
  {
    title: 'STATUS',
    cell: ({ problem }) => (problem === undefined ? 'active' : 'inactive'),
    color: (state) => (state === 'active' ? 'green' : 'yellow'),
  },
];

const REVOKED_COLUMNS: readonly Column<RevokedRule>[] = [
  { title: 'RULE', cell: ({ id }) => id },
  { title: 'AGENT', cell: ({ agentId }) => agentId },
  { title: 'EFFECT', cell: ({ effect = 'allow' }) => effect },
  { title: 'COMMAND', cell: ({ words }) => words.join(' ') },
  { title: 'APPLIES IN', cell: describePlace },
  { title: 'REVOKED BY', cell: ({ revokedBy = 'unknown' }) => revokedBy },
  { title: 'REVOKED', cell: ({ revokedAtMs }) => formatTime(revokedAtMs) },
];

function describePlace({ sessionKey, workspace, projectId, projectName }: ListedRule | RevokedRule): string {
  if (sessionKey !== undefined) return `session ${sessionKey}`;
  if (projectId !== undefined) return `project ${plainLine(projectName ?? projectId)}`;
  return workspace === '*' ? 'every folder' : workspace;
}

async function listRules(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const filter = { ...optionAs(context, 'agent', 'agentId'), ...optionAs(context, 'project', 'projectId') };
  if (hasFlag(context, 'revoked')) {
    const { revoked = [] } = await client.request('approvals.rules.list', { ...filter, revoked: true });
    const found = revoked.filter((rule) => isFound(context, rule));
    output.json({ ok: true, revoked: found });
    return output.table(REVOKED_COLUMNS, found, 'No revoked rules.');
  }
  const { rules, presets } = await client.request('approvals.rules.list', filter);
  const found = rules.filter((rule) => isFound(context, rule));
  output.json({ ok: true, rules: found, presets });
  output.table(COLUMNS, found, rules.length === 0 ? 'No rules.' : 'No rules match.');
  for (const { words, problem } of found)
    if (problem !== undefined)
      output.note(`"${plainLine(words.join(' '))}" no longer matches any command: ${problem}.`);
  for (const preset of presets) output.note(describePreset(preset));
}

function isFound(context: CommandContext, rule: ListedRule | RevokedRule): boolean {
  const text = (textOption(context, 'filter') ?? '').toLowerCase();
  const { effect = 'allow', words, createdBy, agentId } = rule;
  return [effect, words.join(' '), describePlace(rule), createdBy, agentId].join('\n').toLowerCase().includes(text);
}

const PRESETS = {
  'read-only-commands': { name: 'Read-only commands', setting: 'approvals.readOnlyCommands', place: '' },
  'confined-commands': {
    name: 'Build and test commands',
    setting: 'approvals.confinedCommands',
    place: ' on confined machines',
  },
} as const satisfies Record<RulePreset['id'], object>;

function describePreset({ id, enabled, commands }: RulePreset): string {
  const { name, setting, place } = PRESETS[id];
  if (!enabled) return `${name} require approval (${setting} is off).`;
  return `${name} run without approval${place}: ${commands.map(({ command }) => command).join(', ')}.`;
}

type RulePlace = Pick<MethodParams<'approvals.rules.update'>, 'workspace' | 'projectId'>;
type NewRule = MethodParams<'approvals.rules.add'>;

async function readRule(context: CommandContext, client: GatewayClient): Promise<NewRule> {
  const agentId = textOption(context, 'agent') ?? (await client.request('agents.list', {})).defaultId;
  const effect = hasFlag(context, 'deny') ? 'deny' : 'allow';
  return { agentId, words: [...context.args], effect, ...readPlace(context) };
}

function readPlace(context: CommandContext): RulePlace {
  const folder = textOption(context, 'folder');
  const isEverywhere = hasFlag(context, 'everywhere');
  const project = optionAs(context, 'project', 'projectId');
  const chosen = [folder !== undefined, isEverywhere, project.projectId !== undefined].filter(Boolean);
  if (chosen.length > 1) throw new CommandError(EXIT.usage, '--folder, --project, and --everywhere exclude each other');
  if (project.projectId !== undefined) return project;
  if (isEverywhere) return { workspace: '*' };
  return folder === undefined ? {} : { workspace: resolve(folder) };
}

async function addRule(context: CommandContext, client: GatewayClient): Promise<void> {
  const { rule } = await client.request('approvals.rules.add', await readRule(context, client));
  context.output.result({ ok: true, rule }, describeRule(rule));
}

function describeRule({ agentId, effect, words }: ApprovalRule): string {
  const verb = effect === 'deny' ? 'can no longer run' : 'may now run';
  return `Agent ${agentId} ${verb}: ${plainLine(words.join(' '))}`;
}

async function rehearseRule(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { words, effect = 'allow', ...place } = await readRule(context, client);
  const rehearsal = await client.request('approvals.rules.rehearse', { ...place, rules: [{ words, effect }] });
  output.json({ ok: true, rehearsal });
  for (const line of formatRehearsal(rehearsal, output.colorize)) output.line(line);
}

async function editRule(context: CommandContext, client: GatewayClient): Promise<void> {
  const [typed = '', ...words] = context.args;
  const [allows, denies] = [hasFlag(context, 'allow'), hasFlag(context, 'deny')];
  if (allows && denies) throw new CommandError(EXIT.usage, '--allow and --deny exclude each other');
  const change: Omit<MethodParams<'approvals.rules.update'>, 'id'> = {
    ...(words.length === 0 ? {} : { words }),
    ...(allows ? { effect: 'allow' } : denies ? { effect: 'deny' } : {}),
    ...readPlace(context),
  };
  if (Object.keys(change).length === 0)
    throw new CommandError(
      EXIT.usage,
      'nothing to change; pass a command, --allow, --deny, --folder, --project, or --everywhere',
    );
  const { id } = await findRule(client, typed);
  const { rule } = await client.request('approvals.rules.update', { id, ...change });
  context.output.result({ ok: true, rule }, describeRule(rule));
}

async function findRule(client: GatewayClient, typed: string): Promise<ApprovalRule> {
  const { rules: rows } = await client.request('approvals.rules.list', {});
  return findOne(typed, { noun: 'rule', rows, id: ({ id }) => id, listCommand: 'gatehouse approvals rules list' });
}

async function removeRule(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id } = await findRule(client, argument(context, 0));
  await client.request('approvals.rules.remove', { id });
  context.output.result({ ok: true, id }, `Rule revoked. To restore it: gatehouse approvals rules restore ${id}`);
}

async function restoreRule(context: CommandContext, client: GatewayClient): Promise<void> {
  const { revoked: rows = [] } = await client.request('approvals.rules.list', { revoked: true });
  const { id, words } = findOne(argument(context, 0), {
    noun: 'revoked rule',
    rows,
    id: (rule) => rule.id,
    listCommand: 'gatehouse approvals rules list --revoked',
  });
  await client.request('approvals.rules.restore', { id });
  context.output.result({ ok: true, id }, `Rule restored: ${plainLine(words.join(' '))}`);
}

async function exportRules(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { file } = await client.request('approvals.rules.export', optionAs(context, 'agent', 'agentId'));
  const text = `${JSON.stringify(file, null, 2)}\n`;
  const path = argument(context, 0);
  if (path === '') return output.result(file, text.trimEnd());
  writeRules(resolve(path), text, hasFlag(context, 'force'));
  output.result(
    { ok: true, path: resolve(path), rules: file.rules.length },
    `${describeCount(file)} written to ${path}.`,
  );
}

function writeRules(path: string, text: string, overwrites: boolean): void {
  try {
    writeFileSync(path, text, { flag: overwrites ? 'w' : 'wx' });
  } catch (error) {
    const hint = 'Choose another file, or pass --force to overwrite it.';
    throw new CommandError(EXIT.failed, `couldn't write ${path}: ${errorMessage(error)}`, { cause: error, hint });
  }
}

function describeCount({ rules }: RulesFile): string {
  return rules.length === 1 ? '1 rule' : `${rules.length} rules`;
}

async function importRules(context: CommandContext, client: GatewayClient): Promise<void> {
  const dryRun = hasFlag(context, 'dry-run');
  const file = readRules(argument(context, 0));
  const { added, existing } = await client.request('approvals.rules.import', { file, dryRun });
  const verb = dryRun ? 'would be added' : 'added';
  const text = `${added.length} ${verb}, ${existing} already present.`;
  context.output.result({ ok: true, added, existing }, text);
}

/** The file as it is: the gateway checks its content and names what is wrong. */
function readRules(path: string): MethodParams<'approvals.rules.import'>['file'] {
  try {
    // Validated by the gateway.
    return JSON.parse(readFileSync(path, 'utf8')) as MethodParams<'approvals.rules.import'>['file'];
  } catch (error) {
    throw new CommandError(EXIT.failed, `couldn't read rules from ${path}: ${errorMessage(error)}`, { cause: error });
  }
}
