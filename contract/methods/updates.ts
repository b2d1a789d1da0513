// Updates of the app.
import { INSTALL_TIMES, type UpdateState } from '../types/updates.ts';
import { published, publishedParams } from '../wire/published.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { NoParams, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that return the state of updates, and check for and install them. */
export const UPDATE_METHODS = {
  'update.status': adminMethod({
    whileReadOnly: true,
    summary: 'Returns the available update. `updates.get` also returns how to update, and the download progress.',
    ignores: { refreshCheckout: 'Gatehouse is installed as a package, not from a checkout.' },
    ...published('UpdateStatus'),
  }),
  'update.run': adminMethod({
    whileReadOnly: true,
    summary: 'Checks for an update, downloads it, and installs it as soon as no agent is working.',
    rate: 'controlPlane',
    isLong: true,
    params: publishedParams('UpdateRunParams'),
    unsupported: ['target', 'continuationMessage', 'restartDelayMs'],
    ignores: {
      sessionKey: 'The result is shown in Settings, not in a session.',
      deliveryContext: 'The result is shown in Settings, not in a session.',
      note: 'The result is shown in Settings, not in a session.',
      timeoutMs: 'The download has its own timeout.',
    },
    result: resultType<{ readonly ok: boolean; readonly state: UpdateState }>('UpdateRun'),
  }),
  'updates.get': readMethod({
    summary: 'Returns the update status, or how to update an installation that cannot update itself.',
    params: NoParams,
    result: resultType<UpdateState>('UpdateState'),
  }),
  'updates.check': adminMethod({
    summary: 'Checks for an update now and downloads it. Contacts the update server.',
    rate: 'controlPlane',
    isLong: true,
    params: NoParams,
    result: resultType<UpdateState>('UpdateState'),
  }),
  'updates.install': adminMethod({
    summary:
      'Sets when the downloaded update is installed. `now` stops running sessions and restarts the app; they can be continued afterward.',
    rate: 'controlPlane',
    params: closed({ when: Type.Enum([...INSTALL_TIMES]) }),
    result: resultType<UpdateState>('UpdateState'),
  }),
} as const;
