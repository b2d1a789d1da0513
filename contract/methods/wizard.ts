// The setup wizard for protocol clients: provider, API key, model, folder.
import { adminMethod } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';

/** Methods of the setup wizard. */
export const WIZARD_METHODS = {
  'wizard.start': adminMethod({
    summary:
      'Starts the setup wizard and returns its first step. Each answer takes effect immediately. `setup.*` does the same without steps.',
    ...published('WizardStart'),
    unsupported: ['installDaemon', 'channel'],
  }),
  'wizard.next': adminMethod({
    summary:
      'Answers the current step and returns the next one. Without an answer, returns the current step. A rejected answer is returned with `error`.',
    ...published('WizardNext'),
  }),
  'wizard.cancel': adminMethod({
    summary: 'Ends the setup wizard. Choices made so far are kept.',
    params: publishedParams('WizardCancelParams'),
    result: publishedResult('WizardStatusResult'),
  }),
  'wizard.status': adminMethod({ summary: "Returns the setup wizard's status.", ...published('WizardStatus') }),
} as const;
