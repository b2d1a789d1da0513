// First run.
import type { SetupStatus } from '../types/setup.ts';
import { defineMethod } from './define-method.ts';
import { NoParams, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

export const SETUP_METHODS = {
  'setup.status': defineMethod({
    summary: 'Where the first run stands.',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<SetupStatus>('SetupStatus'),
  }),
  'setup.choose': defineMethod({
    summary: 'Records a choice of the first run: model, workspace, or that it is finished.',
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
