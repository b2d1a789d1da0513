// Personas, stored in the store's settings, each under its ID.
import type { Persona, PersonaChoice, SessionPersona } from '#contract/types/personas.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ProjectRecord } from '../ports/project-store.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import type { Principal } from '../principal.ts';
import { SerialQueue } from '../serial-queue.ts';
import { fillTemplate, findVariables } from './fill-template.ts';

/** What a person writes. */
type PersonaDraft = Pick<Persona, 'name' | 'template' | 'defaults'>;

/** Personas. Errors are {@link GatewayError}s. */
export interface PersonasFacet {
  /** By name. */
  list(): Promise<readonly Persona[]>;
  create(draft: PersonaDraft, by: Principal): Promise<Persona>;
  update(
    id: string,
    change: { readonly [K in keyof PersonaDraft]?: PersonaDraft[K] | undefined },
    by: Principal,
  ): Promise<Persona>;
  delete(id: string, by: Principal): Promise<void>;
  /** The persona for a session, with its variables filled in. @throws with the names of variables without a value */
  fill(
    choice: PersonaChoice,
    session: Pick<SessionRecord, 'workspace' | 'projectId' | 'worktreeId'>,
  ): Promise<SessionPersona>;
}

/** What personas need besides the ports. */
interface Places {
  readonly getProject: (id: string | undefined) => Promise<Pick<ProjectRecord, 'name'> | undefined>;
  readonly getWorktree: (id: string) => Pick<WorktreeRecord, 'branch'> | undefined;
}

const PREFIX = 'persona.';
const MAX_PERSONAS = 200;

/** The personas of the engine. */
export function personas({ store, ids, clock }: EnginePorts, places: Places, changed: () => void): PersonasFacet {
  const { settings, audit } = store;
  // So that two new ones don't both get the same name.
  const writes = new SerialQueue();
  const list = async (): Promise<readonly Persona[]> => {
    // Only `save` writes them.
    const stored = (await settings.list(PREFIX)).map(({ value }) => value as Persona);
    return stored.toSorted((a, b) => a.name.localeCompare(b.name));
  };
  const require = async (id: string): Promise<Persona> => {
    const found = await settings.get(PREFIX + id);
    if (found === undefined)
      throw invalidRequest(`Unknown persona: ${id}.`, 'PERSONA_NOT_FOUND', 'Reload the list of personas.');
    return found as Persona;
  };
  const save = async (persona: Persona, action: string, by: Principal): Promise<Persona> => {
    const others = (await list()).filter(({ id }) => id !== persona.id);
    if (others.some(({ name }) => name.toLowerCase() === persona.name.toLowerCase()))
      throw invalidRequest(`There is already a persona named ${persona.name}.`, 'PERSONA_EXISTS', 'Use another name.');
    if (others.length >= MAX_PERSONAS)
      throw invalidRequest(`At most ${MAX_PERSONAS} personas are allowed.`, 'TOO_MANY_PERSONAS');
    await settings.set(PREFIX + persona.id, persona);
    await audit.append({ by, action, subject: persona.id, details: { name: persona.name } });
    changed();
    return persona;
  };
  const complete = (id: string, { name, template, defaults }: PersonaDraft): Persona => ({
    id,
    name: name.trim(),
    template,
    defaults,
    variables: findVariables(template),
    updatedAt: clock.now(),
  });
  return {
    list,
    create: (draft, by) => writes.run(() => save(complete(ids.next(), draft), 'persona.created', by)),
    update: (id, { name, template, defaults }, by) =>
      writes.run(async () => {
        const before = await require(id);
        const draft = {
          name: name ?? before.name,
          template: template ?? before.template,
          defaults: defaults ?? before.defaults,
        };
        return save(complete(id, draft), 'persona.changed', by);
      }),
    delete: (id, by) =>
      writes.run(async () => {
        const { name } = await require(id);
        await settings.delete(PREFIX + id);
        await audit.append({ by, action: 'persona.deleted', subject: id, details: { name } });
        changed();
      }),
    fill: async ({ id, values = {} }, session) =>
      fillPersona(await require(id), values, await readBuiltIn(session, places, clock.now())),
  };
}

type Values = readonly (readonly [name: string, value: string])[];

/** A given value takes precedence over a built-in one, which takes precedence over a default. @throws {GatewayError} */
function fillPersona(
  { id, name, template, defaults }: Persona,
  values: Readonly<Record<string, string>>,
  builtIn: Values,
): SessionPersona {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  const filled = fillTemplate(template, new Map([...Object.entries(defaults), ...builtIn, ...given]));
  if ('text' in filled) return { id, name, text: filled.text };
  throw invalidRequest(
    `The persona ${name} needs values for: ${filled.missing.join(', ')}.`,
    'PERSONA_VALUES_MISSING',
    'Give a value for each of these variables.',
  );
}

async function readBuiltIn(
  { workspace, projectId, worktreeId }: Pick<SessionRecord, 'workspace' | 'projectId' | 'worktreeId'>,
  { getProject, getWorktree }: Places,
  now: number,
): Promise<Values> {
  const project = await getProject(projectId);
  const folder = workspace.split(/[\\/]/).findLast((part) => part !== '') ?? workspace;
  const branch = worktreeId === undefined ? undefined : getWorktree(worktreeId)?.branch;
  return [
    ['date', new Date(now).toISOString().slice(0, 10)],
    ['project', project?.name ?? folder],
    ...(branch === undefined ? [] : [['branch', branch] as const]),
  ];
}
