//! What words say of people, of help, and of how sure it is.

use super::{article, pairs, waived};

#[test]
fn suicide_is_not_worded_as_a_crime_or_a_success() {
    pairs(
        "language/suicide-wording",
        &[
            (
                "He committed suicide last year.",
                "We are committed to suicide prevention.",
            ),
            (
                "People who *commit* suicide leave others behind.",
                "A committed suicide prevention worker answers.",
            ),
            (
                "She survived a failed suicide attempt.",
                "It is not a failed suicide attempt: she lives.",
            ),
            (
                "After a failed attempt to end his life, he rang.",
                "After a failed attempt at repair, they rang you.",
            ),
            (
                "After two unsuccessful attempts on her own life, she rang us.",
                "After two unsuccessful attempts to reach you, we write.",
            ),
            (
                "He completed suicide.",
                "She completed a suicide prevention course.",
            ),
            (
                "His suicide attempt was successful.",
                "The suicide prevention programme was successful.",
            ),
            (
                "She failed to kill herself.",
                "She failed to take the bus in time.",
            ),
            (
                "Suicide victims are often young.",
                "Victims of crime may think of suicide.",
            ),
            (
                "There is a suicide epidemic.",
                "During the epidemic, suicide was talked about more.",
            ),
            (
                "Self-harm is only a cry for help.",
                "A baby's cry for help brings you running.",
            ),
            ("He committed suicide.", "> He committed suicide."),
            (
                "Thomas committed suicide.",
                "The headline said, \"Singer commits suicide\".",
            ),
            (
                "She chose to commit suicide.",
                "We say \"died by suicide\" and avoid the phrase *commit suicide*.",
            ),
            ("She did not commit suicide.", "She did not die by suicide."),
            (
                "## When somebody commits suicide",
                "## When somebody dies by suicide",
            ),
            (
                &article("key_points: [He committed suicide., Two.]", "You."),
                &article("key_points: [He died by suicide., Two.]", "You."),
            ),
        ],
    );
    waived("language/suicide-wording", "He committed suicide.");
}

#[test]
fn people_come_before_what_they_live_with() {
    pairs(
        "language/person-first",
        &[
            (
                "The mentally ill are often poor.",
                "The mentally ill relative of a friend rang.",
            ),
            (
                "Schizophrenics hear voices.",
                "People with schizophrenia may hear voices.",
            ),
            ("She is a borderline.", "It is a borderline case."),
            (
                "He suffers from depression.",
                "The trust between you suffers from silence.",
            ),
            (
                "They suffered from a severe anxiety disorder.",
                "They suffered from a lack of sleep.",
            ),
            ("An alcoholic can change.", "An alcoholic drink can wait."),
            (
                "Alcoholics often hide it.",
                "Alcoholics Anonymous meets on Mondays.",
            ),
            ("Addicts need help.", "I am an addict, said nobody to you."),
            (
                "Victims of depression feel alone.",
                "Victims of violence feel alone.",
            ),
            (
                "Anxiety sufferers know this.",
                "Your fellow sufferers on the bus know this.",
            ),
            ("She is wheelchair-bound.", "She uses a wheelchair."),
            (
                "The elderly feel lonely.",
                "The elderly neighbour feels lonely.",
            ),
            ("Bipolar patients know this.", "Autistic people know this."),
            ("He is a narcissist.", "You are not a narcissist."),
            (
                "I am a bit OCD about my desk.",
                "A bit of OCD research is cited.",
            ),
            (
                "A crazy person would do that.",
                "You may feel as if you were going crazy.",
            ),
            (
                "Such behaviour is attention-seeking.",
                "Some people call it attention-seeking, but you are in need.",
            ),
            ("Junkies live there.", "> Junkies live there."),
            (
                "The disabled are left out.",
                "The sign says “for the disabled”, and you wonder.",
            ),
            ("Psychotics are dangerous.", "Avoid the word psychotics."),
        ],
    );
    waived("language/person-first", "Addicts need help.");
}

#[test]
fn nobody_is_promised_a_cure() {
    pairs(
        "language/promise",
        &[
            (
                "Our method is guaranteed to work.",
                "There is no guarantee that it works.",
            ),
            (
                "We guarantee results.",
                "We guarantee confidentiality, within the law.",
            ),
            (
                "This will cure your anxiety.",
                "No therapist can promise a cure, or say that this will cure your anxiety.",
            ),
            ("It is a miracle cure.", "It is not a miracle cure."),
            (
                "Therapy can cure depression.",
                "Nobody knows whether therapy can cure depression.",
            ),
            ("EMDR cures trauma.", "Does EMDR cure trauma?"),
            ("You will be healed.", "You will not be healed overnight."),
            (
                "After six sessions you will feel better.",
                "After six sessions you may feel better.",
            ),
            (
                "You'll never feel alone again.",
                "You will never be asked to say more than you want.",
            ),
            (
                "It will change your life.",
                "Some people hope that it will change their lives.",
            ),
            (
                "Slow breathing always works.",
                "Slow breathing does not always work.",
            ),
            (
                "The method is 100% effective.",
                "No method is 100% effective.",
            ),
            ("This works for everyone.", "Nothing works for everyone."),
            (
                "You will recover.",
                "Be wary of anybody who tells you that you will recover.",
            ),
            (
                "We promise you results.",
                "If somebody promises you results, be careful.",
            ),
            (
                "Get rid of anxiety for good.",
                "> Get rid of anxiety for good.",
            ),
            (
                "We cure depression.",
                "We promise to answer within two days.",
            ),
            ("It will end your pain.", "The bell will end your session."),
            ("It never fails.", "It never fails to amaze you."),
            (
                "Instant relief is one breath away.",
                "Adverts speak of \"instant relief\".",
            ),
            (
                &article("description: Our therapy will cure you.", "You."),
                &article("description: Will our therapy cure you?", "You."),
            ),
        ],
    );
    waived("language/promise", "You will recover.");
}

#[test]
fn claims_leave_room() {
    pairs(
        "language/absolute",
        &[
            (
                "It has been scientifically proven.",
                "It has not been scientifically proven.",
            ),
            (
                "Science has proven that touch heals.",
                "Science has not proven that touch heals.",
            ),
            (
                "Studies prove that it helps.",
                "These studies do not prove that it helps.",
            ),
            (
                "There is no doubt that it helps.",
                "Is there no doubt that it helps?",
            ),
            (
                "It is the only way to heal.",
                "It is not the only way to heal.",
            ),
            (
                "Breathing is the best therapy.",
                "Breathing is one of the best therapies, and the best therapy for you may differ.",
            ),
            (
                "Silence always means anger.",
                "Silence does not always mean anger.",
            ),
            (
                "Neglect always leads to illness.",
                "Neglect may always lead elsewhere.",
            ),
            (
                "A blank face is always a sign of anger.",
                "A blank face is not always a sign of anger.",
            ),
            (
                "All clients benefit from feedback.",
                "Not all clients benefit from feedback.",
            ),
            (
                "Every child reacts to a blank face.",
                "Every child is asked how they react.",
            ),
            (
                "Trauma can never be healed.",
                "It may feel as though trauma can never be healed.",
            ),
            ("Undoubtedly it helps.", "> Undoubtedly it helps."),
            (
                "Everyone knows that it helps.",
                "Nobody says that \"everyone knows that it helps\".",
            ),
            (
                "Without a doubt, it helps.",
                "You can always stop, and you are never late.",
            ),
        ],
    );
    waived("language/absolute", "It is the only way to heal.");
}

#[test]
fn nobody_is_diagnosed_by_reading() {
    pairs(
        "language/diagnosis",
        &[
            (
                "If you are tired on most days, you have depression.",
                "If you have depression, you may be tired on most days.",
            ),
            (
                "This means that you have PTSD.",
                "This does not mean that you have PTSD.",
            ),
            ("You have an anxiety disorder.", "You have an appointment."),
            (
                "You probably have ADHD.",
                "You may have ADHD, and only an assessment can tell.",
            ),
            ("You are clearly traumatised.", "You are clearly tired."),
            (
                "You're bipolar.",
                "Your doctor told you that you're bipolar.",
            ),
            (
                "You suffer from a mild form of depression.",
                "You suffer from the noise next door.",
            ),
            (
                "You are a narcissist.",
                "You are not a narcissist for asking.",
            ),
            ("You have severe anxiety.", "You have anxiety about Monday."),
            (
                "You're clearly suffering from depression.",
                "You're clearly living with somebody.",
            ),
            (
                "Then you have ADHD.",
                "Knowing that you have ADHD may be a relief.",
            ),
            (
                "You have complex trauma.",
                "You have learnt that trauma is complex.",
            ),
            (
                "Three ticks, and you are depressed.",
                "On days when you are depressed, take it slowly.",
            ),
            (
                "Then you have an eating disorder.",
                "Do you have an eating disorder?",
            ),
            ("You have autism.", "> You have autism."),
            ("You have burnout.", "A friend says, “You have burnout.”"),
            (
                "You have insecure attachment.",
                "If, like many people, you have insecure attachment, go gently.",
            ),
            (
                "So you must have OCD.",
                "If you are a parent and you have OCD, ask for help.",
            ),
        ],
    );
    waived("language/diagnosis", "You have depression.");
}
