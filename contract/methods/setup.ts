// Setup.
import type { SetupStatus } from '../types/setup.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { NoParams, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that guide the setup. */
export const SETUP_METHODS = {
  'setup.status': readMethod({
    summary: 'Returns the setup status.',
    params: NoParams,
    result: resultType<SetupStatus>('SetupStatus'),
  }),
  'setup.choose': adminMethod({
    summary: 'Saves a setup choice: the model, the workspace, or completion.',
    params: closed({
      model: Type.Optional(Type.String({ maxLength: 200 })),
      workspace: Type.Optional(Type.String({ maxLength: 4096 })),
      createWorkspace: Type.Optional(Type.Boolean()),
      done: Type.Optional(Type.Boolean()),
    }),
    result: resultType<SetupStatus>('SetupStatus'),
  }),
} as const;
