// Defaults of a project's sessions: machine, model, setup script, variables, secrets, and ports.
import { Type } from 'typebox';
import {
  MIN_SECRET_LENGTH,
  PROJECT_ID_PATTERN,
  PROJECT_LIMITS,
  VARIABLE_PATTERN,
  type Project,
  type ProjectSetup,
} from '../types/projects.ts';
import { adminMethod, readMethod, writeMethod } from './define-method.ts';
import { Ok, SessionKey, closed, resultType } from './results.ts';

const ProjectId = Type.String({ pattern: PROJECT_ID_PATTERN });
const ProjectResult = resultType<{ readonly project: Project }>('Project');
const Variable = Type.String({ pattern: VARIABLE_PATTERN });
const { setup, testCommand, variables, value, carried, pattern, prompts, prompt, ports } = PROJECT_LIMITS;

const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Optional(Type.Union([schema, Type.Null()]));
const name = (maxLength: number) => orNull(Type.String({ minLength: 1, maxLength }));

/** Methods for the defaults of projects. */
export const PROJECT_DEFAULT_METHODS = {
  'projects.defaults.set': adminMethod({
    summary: 'Changes the defaults of a project. Omitted ones stay as they are; null clears one.',
    params: closed({
      id: ProjectId,
      agentId: name(64),
      machine: name(64),
      image: orNull(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,399}$' })),
      model: name(200),
      setup: name(setup),
      testCommand: name(testCommand),
      variables: orNull(
        Type.Record(Variable, Type.String({ maxLength: value, pattern: '^[^\\n\\r\\u0000]*$' }), {
          additionalProperties: false,
          maxProperties: variables,
        }),
      ),
      carried: orNull(Type.Array(Type.String({ minLength: 1, maxLength: pattern }), { maxItems: carried })),
      ports: orNull(Type.Integer({ minimum: 1, maximum: ports })),
      prompts: orNull(Type.Array(Type.String({ minLength: 1, maxLength: prompt }), { maxItems: prompts })),
    }),
    result: ProjectResult,
  }),
  'projects.secrets.set': adminMethod({
    summary:
      'Stores a secret of a project, encrypted. `inCommands`: commands of its sessions get it in their environment. No method returns the value.',
    params: closed({
      id: ProjectId,
      name: Variable,
      value: Type.Optional(Type.String({ minLength: MIN_SECRET_LENGTH, maxLength: value })),
      inCommands: Type.Optional(Type.Boolean()),
    }),
    result: ProjectResult,
  }),
  'projects.secrets.remove': adminMethod({
    summary: 'Deletes a secret of a project.',
    params: closed({ id: ProjectId, name: Variable }),
    result: ProjectResult,
  }),
  'projects.setups.list': readMethod({
    summary: 'Lists the folders where the setup script of a project has run, with its output.',
    params: closed({ id: ProjectId }),
    result: resultType<{ readonly setups: readonly ProjectSetup[] }>('ProjectSetup[]'),
  }),
  'projects.setup.get': readMethod({
    summary: "Returns the setup of a session's folder, or null.",
    params: closed({ sessionKey: SessionKey }),
    result: resultType<{ readonly setup: ProjectSetup | null }>('ProjectSetup'),
  }),
  'projects.setup.run': writeMethod({
    summary: "Runs the setup script again in a session's folder. Its output is sent in `projects.setup` events.",
    params: closed({ sessionKey: SessionKey }),
    result: Ok,
  }),
} as const;
