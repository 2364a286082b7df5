import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { serveStatic } from 'ruru/static';
import { ruruHTML } from 'ruru/server';
import { pageHeaders } from './headers.ts';

const STATIC = '/graphiql/static/';

/** GraphiQL from the package itself: an intranet reaches no content delivery network. */
export function serveGraphiql(app: NestExpressApplication): void {
  app.use(serveStatic(STATIC));
  const page = ruruHTML({ staticPath: STATIC, endpoint: '/graphql' });
  app.use('/graphiql', pageHeaders(page), (_request: Request, response: Response) => {
    response.type('html').send(page);
  });
}
