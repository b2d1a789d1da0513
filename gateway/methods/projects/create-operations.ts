// Creations of projects that can be canceled.
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { Principal } from '#core/principal.ts';

/** The creations of one gateway that run now. */
export function makeCreateOperations() {
  const running = new Map<string, AbortController>();
  // Nobody else can cancel it, even if they guess its name.
  const toKey = ({ userId, deviceId, origin: { kind, name } }: Principal, id: string): string =>
    JSON.stringify([userId, deviceId ?? [kind, name], id]);
  return {
    /** Runs `work`, until it is canceled by its name, by the client that started it, or `signal`. @throws {GatewayError} `CANCELED` */
    async run<T>(
      { id, by }: { readonly id: string | undefined; readonly by: Principal },
      signal: AbortSignal,
      work: (signal: AbortSignal) => Promise<T>,
    ): Promise<T> {
      const controller = new AbortController();
      const key = id === undefined ? undefined : toKey(by, id);
      if (key !== undefined && running.has(key))
        throw invalidRequest('A creation with this ID is already in progress.', 'OPERATION_TAKEN', 'Use another ID.');
      if (key !== undefined) running.set(key, controller);
      try {
        return await work(AbortSignal.any([signal, controller.signal]));
      } catch (error) {
        if (!controller.signal.aborted) throw error;
        throw new GatewayError('INVALID_REQUEST', 'Canceled. Nothing was created.', { details: { code: 'CANCELED' } });
      } finally {
        if (key !== undefined) running.delete(key);
      }
    },
    cancel(id: string, by: Principal): boolean {
      const controller = running.get(toKey(by, id));
      controller?.abort();
      return controller !== undefined;
    },
    close(): void {
      for (const controller of running.values()) controller.abort();
    },
  };
}
