// Preferences of the app.
import type { Preferences } from '../types/preferences.ts';
import { readMethod, writeMethod } from './define-method.ts';
import { NoParams, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that read and change preferences. */
export const PREFERENCE_METHODS = {
  'preferences.get': readMethod({
    summary: 'Returns the preferences of the app.',
    params: NoParams,
    result: resultType<{ readonly preferences: Preferences }>('Preferences'),
  }),
  'preferences.set': writeMethod({
    summary: 'Updates preferences. A null value resets one.',
    params: closed({ preferences: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()) }),
    result: resultType<{ readonly preferences: Preferences }>('Preferences'),
  }),
} as const;
