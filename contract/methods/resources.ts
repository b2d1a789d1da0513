// CPU and memory usage of the gateway and its machines.
import { Type } from 'typebox';
import { RESOURCE_PERIODS, type ResourceUsage } from '../types/resources.ts';
import { readMethod } from './define-method.ts';
import { closed, resultType } from './results.ts';

/** Methods about resources. */
export const RESOURCE_METHODS = {
  'resources.samples': readMethod({
    summary:
      'Returns the CPU and memory usage of the gateway and each machine over a period, including a current sample. Default: `15m`.',
    params: closed({ period: Type.Optional(Type.Enum([...RESOURCE_PERIODS])) }),
    result: resultType<ResourceUsage>('ResourceUsage'),
  }),
} as const;
