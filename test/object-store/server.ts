import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import S3rver from '@20minutes/s3rver';
import type { BucketPlace } from '#object-store';

/** What a request meets instead of what it asks for. */
export type Misbehaviour =
  /** Answered 503. */
  | 'REFUSES'
  /** Never answered. */
  | 'SILENT'
  /** The connection is cut. */
  | 'DROPS'
  /** Said to be done, and not done. */
  | 'LIES'
  /** Done, and not answered. */
  | 'DONE_UNSAID';

/** Of names that nodes write and remove. */
const FOLDERS = ['accounts', 'attachments', 'destroyed', 'keys', 'secrets', 'tried', 'usernames'];

type Rule = { method: string; name: RegExp; misbehaves: Misbehaviour; times: number };

/**
 * A real S3 server, from npm, in a folder of its own, for tests. Before it stands what it has not:
 * conditional puts, buckets that keep versions, and misbehaviour on command.
 */
export class S3Server {
  /** Of requests that arrived: method and name of the object. */
  readonly asked: string[] = [];
  versioning: 'Enabled' | 'Suspended' | undefined;
  /** As a server that knows no conditional puts. */
  ignoresConditions = false;
  readonly #folder: string;
  readonly #s3: S3rver;
  /** Signs `/bucket/` as `/bucket`, so that of requests about the whole no signature holds. */
  readonly #unsigned: S3rver;
  readonly #server: Server;
  readonly #rules: Rule[] = [];
  /** Conditional puts of one name, one after another. */
  #putting: Promise<unknown> = Promise.resolve();

  private constructor(folder: string) {
    this.#folder = folder;
    const configureBuckets = [{ name: 'kota' }];
    const options = { directory: folder, silent: true, vhostBuckets: false, configureBuckets };
    this.#s3 = new S3rver(options);
    this.#unsigned = new S3rver({ ...options, allowMismatchedSignatures: true });
    const [ofObjects, ofWhole] = [this.#s3.callback(), this.#unsigned.callback()];
    this.#server = createServer((request, response) => {
      const isWhole = /^\/[^/]+\/?(\?|$)/.test(request.url ?? '');
      void this.#answer(request, response, isWhole ? ofWhole : ofObjects);
    });
  }

  static async started(): Promise<S3Server> {
    const server = new S3Server(mkdtempSync(join(tmpdir(), 'simpul-s3-')));
    await server.#s3.configureBuckets();
    // It removes a folder that its last object left, with what another node puts there meanwhile.
    for (const name of FOLDERS) {
      const folder = join(server.#folder, 'kota', name);
      mkdirSync(folder);
      writeFileSync(join(folder, '.kept'), '');
    }
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get place(): BucketPlace {
    const { port } = this.#server.address() as AddressInfo;
    return {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket: 'kota',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    };
  }

  /** From now on, for so many requests of this kind; the first rule that fits counts. */
  misbehave(misbehaves: Misbehaviour, method: string, name: RegExp, times = Infinity): void {
    this.#rules.push({ misbehaves, method, name, times });
  }

  /** Looked up where it lies. */
  holds(name: string): boolean {
    const file = `${name.replaceAll('/', sep)}._S3rver_object`;
    return existsSync(join(this.#folder, 'kota', file));
  }

  behave(): void {
    this.#rules.length = 0;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    for (const { logger } of [this.#s3, this.#unsigned]) logger.exceptions.unhandle();
    rmSync(this.#folder, { recursive: true });
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    serve: RequestListener,
  ): Promise<void> {
    const url = new URL(request.url ?? '', this.place.endpoint);
    const name = decodeURIComponent(url.pathname).replace(/^\/kota\/?/, '');
    const { method = '' } = request;
    this.asked.push(`${method} ${name}`);
    if (url.searchParams.has('versioning') && this.versioning !== undefined) {
      response.end(versioned(this.versioning));
      return;
    }
    if (this.#misbehaves(this.#rule(method, name), request, response)) return;
    const { 'if-none-match': absent, 'if-match': same } = request.headers;
    const isConditional = absent !== undefined || same !== undefined;
    if (method === 'PUT' && isConditional && !this.ignoresConditions) {
      const before = this.#putting;
      const done = before.then(() => this.#putIf(request, response, serve));
      this.#putting = done;
      await done;
      return;
    }
    // Its second version of lists cannot go on after a page.
    request.url = request.url?.replace('list-type=2&', '').replace('start-after', 'marker');
    serve(request, response);
  }

  #rule(method: string, name: string): Misbehaviour | undefined {
    const rule = this.#rules.find(
      (each) => each.method === method && each.name.test(name) && each.times > 0,
    );
    if (rule === undefined) return undefined;
    rule.times -= 1;
    return rule.misbehaves;
  }

  /** False: it is served all the same. */
  #misbehaves(
    what: Misbehaviour | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): boolean {
    switch (what) {
      case undefined:
        return false;
      case 'REFUSES':
        response.writeHead(503).end();
        return true;
      case 'SILENT':
        return true;
      case 'DROPS':
        request.socket.destroy();
        return true;
      case 'LIES':
        request.resume();
        response.writeHead(request.method === 'DELETE' ? 204 : 200, { etag: '"0"' }).end();
        return true;
      case 'DONE_UNSAID':
        response.end = () => {
          request.socket.destroy();
          return response;
        };
        return false;
    }
  }

  async #putIf(
    request: IncomingMessage,
    response: ServerResponse,
    serve: RequestListener,
  ): Promise<void> {
    const { host = '' } = request.headers;
    const there = await fetch(`http://${host}${request.url ?? ''}`, { method: 'HEAD' });
    const { 'if-match': same } = request.headers;
    if (same === undefined ? there.ok : there.headers.get('etag') !== same) {
      request.resume();
      response.writeHead(412).end();
      return;
    }
    const answered = once(response, 'close');
    serve(request, response);
    await answered;
  }
}

const versioned = (status: string): string =>
  `<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
     <Status>${status}</Status>
   </VersioningConfiguration>`;
