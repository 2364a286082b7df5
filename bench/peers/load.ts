/** Asks one server the same thing over a few kept connections, each waiting for its answer. */
import { Pool } from 'undici';

export type Asked = { url: URL; headers: Record<string, string>; body: string };

export class Load {
  readonly #pool: Pool;
  readonly #asked: Asked;
  readonly #connections: number;

  constructor(asked: Asked, connections: number) {
    this.#pool = new Pool(asked.url.origin, { connections, pipelining: 1 });
    this.#asked = asked;
    this.#connections = connections;
  }

  /** One answer, e.g. to see that it is the right one. */
  async ask(): Promise<string> {
    const { url, headers, body } = this.#asked;
    const answer = await this.#pool.request({ path: url.pathname, method: 'POST', headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${text.slice(0, 500)}`);
    return text;
  }

  /** The milliseconds that each answer took, asking for so long. */
  async run(ms: number): Promise<number[]> {
    const took: number[] = [];
    const end = performance.now() + ms;
    const one = async (): Promise<void> => {
      for (let at = performance.now(); at < end;) {
        await this.ask();
        const now = performance.now();
        took.push(now - at);
        at = now;
      }
    };
    await Promise.all(Array.from({ length: this.#connections }, one));
    return took;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
