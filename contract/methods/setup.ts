// Setup.
import type { SetupStatus } from '../types/setup.ts';
import { defineMethod } from './define-method.ts';
import { NoParams, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

export const SETUP_METHODS = {
  'setup.status': defineMethod({
    summary: 'Returns the status of the setup.',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<SetupStatus>('SetupStatus'),
  }),
  'setup.choose': defineMethod({
    summary: 'Saves a setup choice: the model, the workspace, or completion.',
    scope: 'operator.admin',
    params: closed({
      model: Type.Optional(Type.String({ maxLength: 200 })),
      workspace: Type.Optional(Type.String({ maxLength: 4096 })),
      createWorkspace: Type.Optional(Type.Boolean()),
      done: Type.Optional(Type.Boolean()),
    }),
    result: resultOf<SetupStatus>('SetupStatus'),
  }),
} as const;
