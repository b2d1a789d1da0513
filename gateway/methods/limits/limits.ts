// The limits in force, for Settings.
import type { Handlers } from '../../server/dispatch/handler.ts';
import { PAIRING_RATES } from '../../access/identity/pairing-requests.ts';

export const LIMIT_HANDLERS: Handlers<'gateway.limits'> = {
  'gateway.limits': (_params, { gateway }) => ({
    rates: gateway.rates.rows(),
    signIn: gateway.limiter.facts(),
    hooks: gateway.hookLimiter.facts(),
    pairing: { ...PAIRING_RATES, waiting: gateway.identity.desk.list().length },
  }),
};
