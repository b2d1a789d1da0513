// The form of a project's defaults: texts as a person edits them, and the change that they mean.
import type { Project, ProjectDefaults } from '#contract/types/projects.ts';
import { VARIABLE_PATTERN } from '#contract/types/projects.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { t } from '#messages/translate.ts';

/** Value of a select for "not set". */
export const NOT_SET = 'none';

/** The texts of the form. */
export interface DefaultsDraft {
  readonly agentId: string;
  readonly machine: string;
  readonly image: string;
  readonly model: string;
  readonly setup: string;
  readonly testCommand: string;
  /** `NAME=value`, one per line. */
  readonly variables: string;
  /** One glob per line. */
  readonly carried: string;
  readonly ports: string;
  /** One message per line. */
  readonly prompts: string;
}

/** What is wrong with fields, by their name. */
export type DraftProblems = { readonly [K in keyof DefaultsDraft]?: string };

type Change = Omit<MethodParams<'projects.defaults.set'>, 'id'>;

const VARIABLE = new RegExp(VARIABLE_PATTERN);
const MAX_PORTS = 100;

/** The texts of defaults. */
export function toDraft({ defaults }: Pick<Project, 'defaults'>): DefaultsDraft {
  const {
    agentId,
    machine,
    image,
    model,
    setup,
    testCommand,
    variables = {},
    carried = [],
    ports,
    prompts = [],
  } = defaults;
  return {
    agentId: agentId ?? NOT_SET,
    machine: machine ?? NOT_SET,
    image: image ?? '',
    model: model ?? NOT_SET,
    setup: setup ?? '',
    testCommand: testCommand ?? '',
    variables: Object.entries(variables)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    carried: carried.join('\n'),
    ports: ports === undefined ? '' : String(ports),
    prompts: prompts.join('\n'),
  };
}

/** What can't be saved. */
export function findProblems({ variables, ports }: DefaultsDraft): DraftProblems {
  const bad = splitLines(variables).find((line) => parseVariable(line) === undefined);
  const count = Number(ports);
  const isCount = ports.trim() === '' || (Number.isInteger(count) && count >= 1 && count <= MAX_PORTS);
  return {
    ...(bad === undefined ? {} : { variables: t('projects.variables.problem', { line: bad.slice(0, 60) }) }),
    ...(isCount ? {} : { ports: t('projects.ports.problem', { count: MAX_PORTS }) }),
  };
}

/** The defaults that the texts mean, where they differ from what is stored; null clears one. */
export function findChanges(project: Pick<Project, 'defaults'>, draft: DefaultsDraft): Change {
  const before = toDraft(project);
  const wanted = toDefaults(draft);
  const names = Object.keys(before).filter((name): name is keyof DefaultsDraft => isField(before, name));
  const changed = names.filter((name) => before[name] !== draft[name]);
  return Object.fromEntries(changed.map((name) => [name, wanted[name] ?? null]));
}

function isField(draft: DefaultsDraft, name: string): name is keyof DefaultsDraft {
  return name in draft;
}

function toDefaults(draft: DefaultsDraft): ProjectDefaults {
  const choice = (value: string): string | undefined =>
    value === NOT_SET || value.trim() === '' ? undefined : value.trim();
  const lines = (text: string): readonly string[] | undefined => {
    const found = splitLines(text);
    return found.length === 0 ? undefined : found;
  };
  const variables = splitLines(draft.variables).flatMap((line) => parseVariable(line) ?? []);
  const fields = {
    agentId: choice(draft.agentId),
    machine: choice(draft.machine),
    image: choice(draft.image),
    model: choice(draft.model),
    setup: draft.setup.trim() === '' ? undefined : draft.setup,
    testCommand: choice(draft.testCommand),
    variables:
      variables.length === 0 ? undefined : Object.fromEntries(variables.map(({ name, value }) => [name, value])),
    carried: lines(draft.carried),
    ports: draft.ports.trim() === '' ? undefined : Number(draft.ports),
    prompts: lines(draft.prompts),
  };
  // Absent fields are left out by the caller.
  return fields as ProjectDefaults;
}

function parseVariable(line: string): { readonly name: string; readonly value: string } | undefined {
  const at = line.indexOf('=');
  const name = line.slice(0, at).trim();
  return at > 0 && VARIABLE.test(name) ? { name, value: line.slice(at + 1) } : undefined;
}

function splitLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
