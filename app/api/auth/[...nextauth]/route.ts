import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { isServedByNextAuth, nextAuthOptions, withoutLifetime } from "@/lib/entrypoints/console/next-auth";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

async function handler(request: NextRequest, context: RouteContext): Promise<Response> {
  const { nextauth } = await context.params;
  if (!isServedByNextAuth(nextauth)) return new Response(null, { status: 404 });
  return withoutLifetime(await NextAuth(request, { params: { nextauth } }, nextAuthOptions()));
}

export { handler as GET, handler as POST };
