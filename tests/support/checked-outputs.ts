/** Every answer of the engine is held against the contract: a missing part, a wrong type or a part too many is an error. */
import { isDeepStrictEqual } from 'node:util';
import { Engine } from '../../main/archive/engine.ts';
import { CONTRACT, type CallInput, type CallName, type CallOutput } from '../../shared/contract/index.ts';

function check(name: CallName, value: unknown): void {
  const parsed = CONTRACT[name].output.safeParse(value);
  if (!parsed.success) throw new Error(`${name} answers what the contract does not allow: ${parsed.error.message}`);
  // What the schema does not know it leaves out.
  if (!isDeepStrictEqual(parsed.data, value)) {
    throw new Error(`${name} answers more than the contract says: ${JSON.stringify(value)?.slice(0, 500)}`);
  }
}

const answer: unknown = Reflect.get(Engine.prototype, 'call');

Engine.prototype.call = async function checked<N extends CallName>(
  this: Engine,
  name: N,
  input: CallInput<N>,
  work?: Parameters<Engine['call']>[2],
): Promise<CallOutput<N>> {
  const value: unknown = await Reflect.apply(answer as Engine['call'], this, [name, input, work ?? {}]);
  check(name, value);
  return value as CallOutput<N>;
};
