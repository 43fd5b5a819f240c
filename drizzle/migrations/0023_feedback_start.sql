CREATE TABLE "feedback_start" (
	"workspace_id" text NOT NULL,
	"user_id" text NOT NULL,
	"view" text NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "feedback_start_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
