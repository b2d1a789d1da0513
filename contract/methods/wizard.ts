// The setup wizard for protocol clients: provider, API key, model, folder.
import { defineMethod } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';

/** Methods of the setup wizard. */
export const WIZARD_METHODS = {
  'wizard.start': defineMethod({
    summary:
      'Starts the setup wizard and returns its first step. Each answer takes effect immediately. `setup.*` does the same without steps.',
    scope: 'operator.admin',
    ...published('WizardStart'),
    unsupported: ['installDaemon', 'channel'],
  }),
  'wizard.next': defineMethod({
    summary:
      'Answers the current step and returns the next one. Without an answer, returns the current step. A rejected answer is returned with `error`.',
    scope: 'operator.admin',
    ...published('WizardNext'),
  }),
  'wizard.cancel': defineMethod({
    summary: 'Ends the setup wizard. Choices made so far are kept.',
    scope: 'operator.admin',
    params: publishedParams('WizardCancelParams'),
    result: publishedResult('WizardStatusResult'),
  }),
  'wizard.status': defineMethod({
    summary: "Returns the setup wizard's status.",
    scope: 'operator.admin',
    ...published('WizardStatus'),
  }),
} as const;
