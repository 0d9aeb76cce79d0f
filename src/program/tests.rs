use super::derivative::CHEAPER;
use super::instruction::Instruction;
use crate::functions::TABLE;
use crate::{Question, Session};

#[test]
fn cheaper_derivatives_have_the_values_of_the_table() {
    for (name, _) in CHEAPER {
        let row = TABLE.iter().find(|row| row.name == name).expect("a row of the table");
        let expression = format!("{name}(x)");
        let code = Session::new().program(&Question::derive(&expression, &["x"])).unwrap().value_and_gradient().unwrap();
        for x in [-1.3, -0.4, 0.3, 0.9, 2.5] {
            let u = format!("({x})");
            let text = row.derivatives[0].replace('u', &u).replace('y', &format!("{name}({u})"));
            let expected = Session::new().evaluate(&Question { expression: &text, ..Question::default() }, &[]).unwrap();
            let found = code.run(&[x], &mut Vec::new())[1];
            assert!((found - expected).abs() < 1e-9 * (1.0 + expected.abs()), "{name} at {x}: {found} and {expected}");
        }
    }
}

#[test]
fn what_is_not_needed_is_not_computed() {
    let question = Question::derive("a = exp(x); b = sin(x); 2*b", &["x"]);
    let code = Session::new().program(&question).unwrap().value_and_gradient().unwrap();
    assert!(
        !code.instructions.iter().any(|instruction| matches!(instruction, Instruction::Call(function, _) if function.row().name == "exp"))
    );
    assert_eq!(code.operations(), 4);
}
