CREATE TABLE "cluster" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"named_by_person" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"merged_into" text,
	"centroid" jsonb NOT NULL,
	"norm" double precision NOT NULL,
	"n_items" integer NOT NULL,
	"n_people" integer NOT NULL,
	"first_seen" timestamp(3) with time zone NOT NULL,
	"last_seen" timestamp(3) with time zone NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cluster_event" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"cluster_id" text NOT NULL,
	"kind" text NOT NULL,
	"sentence" text NOT NULL,
	"data" jsonb NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cluster_pin" (
	"workspace_id" text NOT NULL,
	"item_id" text NOT NULL,
	"cluster_id" text NOT NULL,
	"kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "cluster_pin_workspace_id_item_id_cluster_id_pk" PRIMARY KEY("workspace_id","item_id","cluster_id")
);
--> statement-breakpoint
CREATE TABLE "cluster_term" (
	"workspace_id" text NOT NULL,
	"term" text NOT NULL,
	"cluster_id" text NOT NULL,
	"weight" real NOT NULL,
	CONSTRAINT "cluster_term_workspace_id_term_cluster_id_pk" PRIMARY KEY("workspace_id","term","cluster_id")
);
--> statement-breakpoint
CREATE TABLE "feedback_term" (
	"workspace_id" text NOT NULL,
	"term" text NOT NULL,
	"texts" integer NOT NULL,
	CONSTRAINT "feedback_term_workspace_id_term_pk" PRIMARY KEY("workspace_id","term")
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"person_id" text NOT NULL,
	"purpose" text NOT NULL,
	"granted" boolean NOT NULL,
	"source" text NOT NULL,
	"wording" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox_message" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"template" text NOT NULL,
	"item_id" text,
	"cluster_id" text,
	"person_id" text NOT NULL,
	"message_ref" text,
	"target" text NOT NULL,
	"recipient" "bytea" NOT NULL,
	"wave" text NOT NULL,
	"state" text NOT NULL,
	"state_note" text,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"message_id" text NOT NULL,
	"in_reply_to" text,
	"references" text[] NOT NULL,
	"sent_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"erased_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "person_identity" (
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"person_id" text NOT NULL,
	"value" "bytea",
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "person_identity_workspace_id_kind_hash_pk" PRIMARY KEY("workspace_id","kind","hash")
);
--> statement-breakpoint
CREATE TABLE "feedback_notice" (
	"workspace_id" text NOT NULL,
	"flag_key" text NOT NULL,
	"subject" text NOT NULL,
	"people" integer NOT NULL,
	"item_id" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "feedback_notice_workspace_id_flag_key_subject_people_pk" PRIMARY KEY("workspace_id","flag_key","subject","people")
);
--> statement-breakpoint
CREATE TABLE "feedback_presence" (
	"workspace_id" text NOT NULL,
	"item_id" text NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"typing_at" timestamp(3) with time zone,
	"seen_at" timestamp(3) with time zone NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "feedback_presence_workspace_id_item_id_user_id_pk" PRIMARY KEY("workspace_id","item_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "feedback_source" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"channel" text NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"mapping" jsonb,
	"secret" "bytea",
	"last_item_at" timestamp(3) with time zone,
	"last_error" text,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "routing_rule" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"enabled" boolean NOT NULL,
	"when" jsonb NOT NULL,
	"does" jsonb NOT NULL,
	"version" integer NOT NULL,
	"hits" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_view" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"share" text NOT NULL,
	"team_id" text,
	"owner_id" text NOT NULL,
	"owner_name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tag" (
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"enabled" boolean NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "tag_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "tag_rule" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"tag" text NOT NULL,
	"match" text NOT NULL,
	"pattern" text NOT NULL,
	"language" text NOT NULL,
	"negation_window" smallint NOT NULL,
	"weight" real NOT NULL,
	"enabled" boolean NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_act" (
	"seq" bigserial NOT NULL,
	"workspace_id" text NOT NULL,
	"act_id" text NOT NULL,
	"item_id" text NOT NULL,
	"verb" text NOT NULL,
	"sentence" text NOT NULL,
	"changes" jsonb NOT NULL,
	"undone_by" text,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "feedback_act_workspace_id_act_id_item_id_pk" PRIMARY KEY("workspace_id","act_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "feedback_also" (
	"workspace_id" text NOT NULL,
	"source_id" text NOT NULL,
	"external_id" text NOT NULL,
	"item_id" text NOT NULL,
	"channel" text NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "feedback_also_workspace_id_source_id_external_id_pk" PRIMARY KEY("workspace_id","source_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "feedback_enrichment" (
	"workspace_id" text NOT NULL,
	"item_id" text NOT NULL,
	"step" text NOT NULL,
	"method" text NOT NULL,
	"status" text NOT NULL,
	"output" jsonb NOT NULL,
	"because" jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "feedback_enrichment_workspace_id_item_id_step_method_pk" PRIMARY KEY("workspace_id","item_id","step","method")
);
--> statement-breakpoint
CREATE TABLE "feedback_exposure" (
	"workspace_id" text NOT NULL,
	"item_id" text NOT NULL,
	"environment_id" text NOT NULL,
	"flag_key" text NOT NULL,
	"basis" text NOT NULL,
	"variant" text NOT NULL,
	"cohort" text NOT NULL,
	"rollout_id" text,
	"stage_id" text,
	"revision" integer,
	"first_exposed_at" timestamp(3) with time zone,
	"seconds_since_first_exposure" double precision,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "feedback_exposure_workspace_id_item_id_environment_id_flag_key_basis_pk" PRIMARY KEY("workspace_id","item_id","environment_id","flag_key","basis")
);
--> statement-breakpoint
CREATE TABLE "feedback_item" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"source_id" text NOT NULL,
	"external_id" text NOT NULL,
	"channel" text NOT NULL,
	"text" text NOT NULL,
	"subject" text,
	"masked" text[] NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (to_tsvector('simple', left(coalesce(subject, '') || ' ' || text, 10000))) STORED,
	"language" text,
	"occurred_at" timestamp(3) with time zone NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"person_id" text,
	"content_hash" "bytea" NOT NULL,
	"context" jsonb NOT NULL,
	"also_by" text[] NOT NULL,
	"follow_up_of" text,
	"state" text NOT NULL,
	"state_detail" jsonb NOT NULL,
	"state_before" jsonb,
	"duplicate_of" text,
	"snooze" jsonb,
	"snoozed_until" timestamp(3) with time zone,
	"woke" text,
	"unread" boolean DEFAULT true NOT NULL,
	"assignee_id" text,
	"team_id" text,
	"priority" text DEFAULT 'normal' NOT NULL,
	"type" text,
	"type_source" text DEFAULT 'none' NOT NULL,
	"tags" jsonb NOT NULL,
	"tag_keys" text[] NOT NULL,
	"links" jsonb NOT NULL,
	"cluster_id" text,
	"cluster_pinned" boolean DEFAULT false NOT NULL,
	"stated" text,
	"predicted" text,
	"predicted_score" real,
	"corrected" text,
	"corrected_by" text,
	"effective" text,
	"mixed" boolean DEFAULT false NOT NULL,
	"cohort" text NOT NULL,
	"exposed_to" text[] NOT NULL,
	"enrichment" text DEFAULT 'pending' NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"bucket" text NOT NULL,
	"bumped_at" timestamp(3) with time zone NOT NULL,
	"tone" real DEFAULT 9 NOT NULL,
	"attention" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_label" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"item_id" text NOT NULL,
	"field" text NOT NULL,
	"from" text,
	"to" text,
	"kind" text NOT NULL,
	"method" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_message" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"item_id" text NOT NULL,
	"direction" text NOT NULL,
	"author" text NOT NULL,
	"text" text NOT NULL,
	"external_id" text,
	"in_reply_to" text,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_raw" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"item_id" text NOT NULL,
	"source_id" text NOT NULL,
	"external_id" text NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"payload" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_score" (
	"workspace_id" text NOT NULL,
	"item_id" text NOT NULL,
	"kind" text NOT NULL,
	"value" double precision NOT NULL,
	"min" double precision NOT NULL,
	"max" double precision NOT NULL,
	"high_is_good" boolean NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "feedback_score_workspace_id_item_id_kind_pk" PRIMARY KEY("workspace_id","item_id","kind")
);
--> statement-breakpoint
CREATE TABLE "feedback_state" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"item_id" text NOT NULL,
	"state" text NOT NULL,
	"detail" jsonb NOT NULL,
	"act_id" text,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "cluster_number" ON "cluster" USING btree ("workspace_id","number");--> statement-breakpoint
CREATE INDEX "cluster_size" ON "cluster" USING btree ("workspace_id","n_people" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "cluster_recent" ON "cluster" USING btree ("workspace_id","last_seen" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "cluster_event_cluster" ON "cluster_event" USING btree ("workspace_id","cluster_id","seq");--> statement-breakpoint
CREATE INDEX "cluster_term_cluster" ON "cluster_term" USING btree ("workspace_id","cluster_id");--> statement-breakpoint
CREATE INDEX "consent_person" ON "consent" USING btree ("workspace_id","person_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_message_once" ON "outbox_message" USING btree ("workspace_id","template","target","recipient","wave");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_message_id" ON "outbox_message" USING btree ("workspace_id","message_id");--> statement-breakpoint
CREATE INDEX "outbox_message_item" ON "outbox_message" USING btree ("workspace_id","item_id");--> statement-breakpoint
CREATE INDEX "person_workspace" ON "person" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "person_identity_person" ON "person_identity" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_source_name" ON "feedback_source" USING btree ("workspace_id","channel","name");--> statement-breakpoint
CREATE INDEX "routing_rule_order" ON "routing_rule" USING btree ("workspace_id","position");--> statement-breakpoint
CREATE INDEX "saved_view_owner" ON "saved_view" USING btree ("workspace_id","owner_id");--> statement-breakpoint
CREATE INDEX "tag_rule_workspace" ON "tag_rule" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "feedback_act_item" ON "feedback_act" USING btree ("workspace_id","item_id","seq");--> statement-breakpoint
CREATE INDEX "feedback_also_item" ON "feedback_also" USING btree ("workspace_id","item_id");--> statement-breakpoint
CREATE INDEX "feedback_exposure_rollout" ON "feedback_exposure" USING btree ("workspace_id","rollout_id","cohort");--> statement-breakpoint
CREATE INDEX "feedback_exposure_flag" ON "feedback_exposure" USING btree ("workspace_id","flag_key","item_id");--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_item_number" ON "feedback_item" USING btree ("workspace_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_item_delivery" ON "feedback_item" USING btree ("workspace_id","source_id","external_id");--> statement-breakpoint
CREATE INDEX "feedback_item_newest" ON "feedback_item" USING btree ("workspace_id","bucket","bumped_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "feedback_item_all" ON "feedback_item" USING btree ("workspace_id","bumped_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "feedback_item_oldest" ON "feedback_item" USING btree ("workspace_id","bucket","received_at","id");--> statement-breakpoint
CREATE INDEX "feedback_item_tone" ON "feedback_item" USING btree ("workspace_id","bucket","tone","id");--> statement-breakpoint
CREATE INDEX "feedback_item_attention" ON "feedback_item" USING btree ("workspace_id","bucket","attention" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "feedback_item_assignee" ON "feedback_item" USING btree ("workspace_id","assignee_id","bucket","bumped_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "feedback_item_cluster" ON "feedback_item" USING btree ("workspace_id","cluster_id","bumped_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "feedback_item_person" ON "feedback_item" USING btree ("workspace_id","person_id","received_at");--> statement-breakpoint
CREATE INDEX "feedback_item_content" ON "feedback_item" USING btree ("workspace_id","content_hash","received_at");--> statement-breakpoint
CREATE INDEX "feedback_item_search" ON "feedback_item" USING gin ("search");--> statement-breakpoint
CREATE INDEX "feedback_item_tags" ON "feedback_item" USING gin ("tag_keys");--> statement-breakpoint
CREATE INDEX "feedback_item_exposed" ON "feedback_item" USING gin ("exposed_to");--> statement-breakpoint
CREATE INDEX "feedback_item_pending" ON "feedback_item" USING btree ("workspace_id","received_at") WHERE enrichment <> 'done';--> statement-breakpoint
CREATE INDEX "feedback_item_snoozed" ON "feedback_item" USING btree ("workspace_id","snoozed_until") WHERE snooze is not null;--> statement-breakpoint
CREATE INDEX "feedback_item_duplicate" ON "feedback_item" USING btree ("workspace_id","duplicate_of") WHERE duplicate_of is not null;--> statement-breakpoint
CREATE INDEX "feedback_label_item" ON "feedback_label" USING btree ("workspace_id","item_id","seq");--> statement-breakpoint
CREATE INDEX "feedback_label_field" ON "feedback_label" USING btree ("workspace_id","field","from");--> statement-breakpoint
CREATE INDEX "feedback_message_item" ON "feedback_message" USING btree ("workspace_id","item_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_message_external" ON "feedback_message" USING btree ("workspace_id","external_id");--> statement-breakpoint
CREATE INDEX "feedback_raw_item" ON "feedback_raw" USING btree ("workspace_id","item_id");--> statement-breakpoint
CREATE INDEX "feedback_raw_age" ON "feedback_raw" USING brin ("received_at");--> statement-breakpoint
CREATE INDEX "feedback_state_item" ON "feedback_state" USING btree ("workspace_id","item_id","seq");